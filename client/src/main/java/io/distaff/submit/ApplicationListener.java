package io.distaff.submit;

import io.distaff.rpc.ControlMessage.Milestone;
import io.distaff.rpc.ControlMessage.ProgramOutput;
import io.distaff.rpc.ControlMessage.Progress;
import org.apache.hadoop.yarn.api.records.ApplicationReport;

/** Hears what becomes of a submitted application. Calls come one at a time. */
public interface ApplicationListener {
  /** YARN's state or the tracking URL has changed. */
  void reportChanged(ApplicationReport report);

  void programPrinted(ProgramOutput output);

  void milestoneReached(Milestone milestone);

  void progressed(Progress progress);
}
