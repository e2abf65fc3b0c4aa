/** What example programs share; it comes in a jar of its own, with {@code --jars}. */
package io.distaff.examples.library;
