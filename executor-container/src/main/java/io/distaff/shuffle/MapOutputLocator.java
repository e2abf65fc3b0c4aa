package io.distaff.shuffle;

import io.distaff.ids.StageId;
import io.distaff.rpc.ControlMessage.MapOutputLocation;
import java.util.List;

/**
 * Says where the outputs of a stage's map tasks are. Implemented by whoever can ask the driver.
 * Thread-safe.
 */
public interface MapOutputLocator {
  /**
   * One location a map task, by partition; waits until all are known.
   *
   * @param generation of the outputs: an answer from before it doesn't do
   */
  List<MapOutputLocation> locate(StageId stage, int generation);
}
