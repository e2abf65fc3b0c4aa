/**
 * The interfaces of user code. {@link io.distaff.function.UDF1} and the others like it are
 * functions of the values of a row: these, and the result, are of the classes that {@link
 * io.distaff.row.Row} has for their types, and null where the value is null. A {@link
 * io.distaff.function.BatchUDF} is one of many rows at a time, over {@link
 * io.distaff.function.BatchArguments}, into a {@link io.distaff.function.BatchResult}. A {@link
 * io.distaff.function.UserFunction} is such a function with its name, on its way to executors, and
 * a {@link io.distaff.function.UserRoutine} that or an aggregate. {@link
 * io.distaff.function.MapFunction} and the others like it are functions of objects of the program's
 * classes, and an {@link io.distaff.function.Aggregator} makes one value of many; {@link
 * io.distaff.function.Encoders} name such classes. An {@link io.distaff.function.Accumulator}
 * gathers values from tasks, in the way that an {@link io.distaff.function.Accumulation} says, and
 * a {@link io.distaff.function.Broadcast} gives one value to all of them; {@link
 * io.distaff.function.TaskScope} is a task's side of both. {@link
 * io.distaff.function.FunctionCodec} is the one place in which Java serialization is used; {@code
 * UnserializableCapture} says what it stumbles over.
 *
 * <p>Imports ids, error and types. Immutable, but for the user's functions, of which each call of a
 * query has a copy of its own in each task.
 */
package io.distaff.function;
