/**
 * Scalar expressions as data: {@link io.distaff.expression.Expression} and its forms. A {@link
 * io.distaff.expression.Call} names one of the operators and special forms in {@link
 * io.distaff.expression.FunctionNames}, or a function, which may be given a {@link
 * io.distaff.expression.Lambda}. Some functions give or ask for parts of nested values, {@link
 * io.distaff.expression.PartFunctions}; {@link io.distaff.expression.UsedParts} tells which parts
 * expressions look at.
 *
 * <p>A function is described by a {@link io.distaff.expression.FunctionDefinition}: names, {@link
 * io.distaff.expression.FunctionSignature}s, what it does with nulls, its documentation and
 * examples. Binding a signature to arguments gives the casts they need and the result's type;
 * {@code Widening} lists the casts that are made unasked, {@link io.distaff.expression.CommonType}
 * says what several values are together. A {@link io.distaff.expression.FunctionRegistry} finds
 * definitions by name. Evaluation is the matter of {@code io.distaff.scalar} and {@code
 * io.distaff.eval}.
 *
 * <p>Imports config and types. Immutable.
 */
package io.distaff.expression;
