package io.distaff.function;

import io.distaff.types.DataType;

/**
 * A function of the user's, to be called on executors.
 *
 * @param name in messages and plans
 * @param code the function, as {@link FunctionCodec} writes it
 * @param numArguments that it takes
 * @param type of its result; its class is the one that {@link io.distaff.row.Row} has for it
 * @param deterministic false when it may give something else for the same arguments: it is then
 *     called for every row
 */
public record UserFunction(
    String name, byte[] code, int numArguments, DataType type, boolean deterministic)
    implements UserRoutine {}
