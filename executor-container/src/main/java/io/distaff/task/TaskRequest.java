package io.distaff.task;

import io.distaff.ids.AttemptId;
import io.distaff.plan.PlanFragment;
import io.distaff.plan.ScanCondition;
import io.distaff.plan.Split;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * An attempt to be run.
 *
 * @param conditions on the fragment's scans that came with it
 * @param splits by scan
 * @param generation of the map outputs that it reads
 * @param cancelled whether it should end; asked for every batch
 */
public record TaskRequest(
    AttemptId attempt,
    PlanFragment fragment,
    List<ScanCondition> conditions,
    Map<Integer, List<Split>> splits,
    int generation,
    BooleanSupplier cancelled) {}
