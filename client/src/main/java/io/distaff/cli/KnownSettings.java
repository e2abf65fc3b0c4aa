package io.distaff.cli;

import io.distaff.config.ConfigOption;
import io.distaff.config.OptionRegistry;
import io.distaff.driver.EngineOptions;
import io.distaff.submit.SubmitOptions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Every setting of the product: the engine's, and those of submission. */
final class KnownSettings {
  private KnownSettings() {}

  static OptionRegistry registry() {
    List<Collection<? extends ConfigOption<?>>> families = new ArrayList<>(EngineOptions.FAMILIES);
    families.add(SubmitOptions.ALL);
    return new OptionRegistry(families);
  }
}
