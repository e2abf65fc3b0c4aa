/**
 * Errors as part of the product: {@link io.distaff.error.ErrorCode} says what went wrong and who
 * has to act, {@link io.distaff.error.DistaffException} carries it with one message a user can act
 * on. Imports nothing. Immutable.
 */
package io.distaff.error;
