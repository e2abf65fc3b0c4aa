package io.distaff.driver;

import io.distaff.config.ConfigOption;
import io.distaff.config.ConfigOption.Scope;
import java.util.List;

/** What becomes of checkpoints. */
public final class CheckpointOptions {
  public static final ConfigOption<Boolean> KEEP =
      ConfigOption.flag(
          "distaff.checkpoint.keep",
          false,
          "Whether the files of checkpoints stay when the session ends.",
          Scope.SESSION);

  public static final List<ConfigOption<?>> ALL = List.of(KEEP);

  private CheckpointOptions() {}
}
