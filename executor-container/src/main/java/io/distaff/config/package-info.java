/**
 * Settings. A subsystem declares its {@link io.distaff.config.ConfigOption}s in a class {@code
 * <Subsystem>Options} of its own package, with a list {@code ALL}; {@link
 * io.distaff.config.DistaffConfig} carries the values, {@link io.distaff.config.OptionRegistry}
 * knows every option and finds mistakes. Imports error. Immutable.
 */
package io.distaff.config;
