/**
 * The command line. In reading order: {@link io.distaff.cli.DistaffCommand} finds the {@link
 * io.distaff.cli.Command} and makes exit codes; {@link io.distaff.cli.OptionTable} and {@link
 * io.distaff.cli.ParsedArguments} are a command's options, of which parser and help are made;
 * {@link io.distaff.cli.LaunchSettings} settles the settings; {@link io.distaff.cli.SubmitCommand}
 * and {@link io.distaff.cli.SqlCommand} run programs and statements; {@link
 * io.distaff.cli.StatementRunner} is what both a YARN session and the driver in this process are to
 * the commands that run statements; {@link io.distaff.cli.ScriptCheck} finds what is wrong with
 * them before there is a session.
 *
 * <p>May import everything below. One thread does the work. There are two others: that of {@link
 * io.distaff.submit.ExitGuard}, which cleans up when a signal ends the process, and the one on
 * which a {@link io.distaff.cli.ScriptCheck} parses.
 */
package io.distaff.cli;
