/**
 * Results as text, for programs and the command line. {@link io.distaff.format.ResultFormat} names
 * the formats and makes a {@link io.distaff.format.ResultWriter} for one statement's result; {@link
 * io.distaff.format.ValueText} says how a value of each type is written, the same in every format.
 * Arrays are written as {@code [1, null]}, maps as {@code {key -> value}}, structs as {@code
 * {value, value}}, and in JSON as arrays and objects. Imports types, vector and kernel. Writers are
 * confined to one thread.
 *
 * <ul>
 *   <li>{@code table}: columns padded to their widths on a terminal, numbers on the right; for
 *       people.
 *   <li>{@code markdown}: the same as a table of GitHub's Markdown.
 *   <li>{@code csv}: RFC 4180 with a header line; null is empty, an empty text is {@code ""}.
 *   <li>{@code tsv}: a header line; tab, line ends and backslash are escaped with a backslash, null
 *       is {@code \N}.
 *   <li>{@code json}: one object a line; numbers are numbers with every digit, except that NaN and
 *       the infinities are strings.
 * </ul>
 */
package io.distaff.format;
