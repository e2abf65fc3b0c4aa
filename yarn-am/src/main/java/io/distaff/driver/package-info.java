/**
 * The driver. {@link io.distaff.driver.Driver} turns statements into results: planner, scheduler
 * and commit behind one door. {@link io.distaff.driver.LocalDriver} makes one in this process,
 * {@link io.distaff.driver.ApplicationMaster} one in a YARN container, with a slot for queries over
 * little data; there {@link io.distaff.driver.DriverEndpoint} is its port, {@link
 * io.distaff.driver.ClientEndpoint} its talk with clients, and {@link
 * io.distaff.driver.UserApplicationRunner} runs the user's main(). Imports everything below.
 */
package io.distaff.driver;
