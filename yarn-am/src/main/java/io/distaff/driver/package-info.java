/**
 * The driver. {@link io.distaff.driver.Driver} turns statements into results: planner, scheduler
 * and commit behind one door. A statement that runs is a {@link io.distaff.driver.StatementRun}, in
 * its forms: {@code AnswerRun} of what the planner answers itself, {@code ScheduledRun} of a query,
 * whose rows go to the user ({@code QueryRun}), to files ({@code WriteRun}, as {@code OutputFormat}
 * and {@code WriteLayout} say), to the session ({@code CollectRun}) or nowhere ({@code UnreadRun});
 * who asked in this process reads it as a {@link io.distaff.driver.StatementExecution}. {@code
 * ShuffleResultFetcher} reads large results, {@code DriverBroadcasts} keeps what programs
 * broadcast, {@code Checkpoints} where rows are written that a program goes on from. {@link
 * io.distaff.driver.LocalDriver} makes one in this process, {@link
 * io.distaff.driver.ApplicationMaster} one in a YARN container, with a slot for queries over little
 * data; there {@link io.distaff.driver.DriverEndpoint} is its port, {@link
 * io.distaff.driver.ClientEndpoint} its talk with clients, {@code SessionService} runs the
 * statements that one sends, and {@link io.distaff.driver.UserApplicationRunner} runs the user's
 * main(), whose output {@code ProgramStreams} passes on. Imports everything below.
 */
package io.distaff.driver;
