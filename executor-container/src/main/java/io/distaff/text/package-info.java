/**
 * CSV, JSON and lines: files of records, mostly one a line, straight to vectors and back. Lines are
 * CSV of one field without delimiter, quote and null.
 *
 * <p>Reading: {@link io.distaff.text.TextReader} takes splits, and asks a {@link
 * io.distaff.text.RecordScanner} for the records in them and a {@link
 * io.distaff.text.RecordDecoder} for rows. Decoders ({@link io.distaff.text.CsvDecoder}, {@link
 * io.distaff.text.JsonDecoder}) only find where values are, and leave them in the scanner's buffer,
 * escapes replaced in place. A {@link io.distaff.text.ColumnBuilder} then makes a batch's values of
 * a column all at once, with the engine's own TRY_CAST: text in a file means what it means in SQL.
 * What the cast refuses is malformed, and {@link io.distaff.text.MalformedMode} says what follows.
 * Records are taken apart by our own {@link io.distaff.text.record.CsvTokenizer} and {@link
 * io.distaff.text.JsonTokenizer}, since the parsers that there are give a string a field, or copy
 * text on the way; {@link io.distaff.text.record.ByteSearch} finds what they look for.
 *
 * <p>The scanner looks for {@link io.distaff.text.RecordEnds} (lines, lines outside of quotes,
 * {@link io.distaff.text.JsonValueEnds}) in a buffer that doesn't grow, and that is shorter than
 * any text that is large. A record that is longer is a {@link io.distaff.text.LargeRecord}, which
 * goes through the buffer piece by piece. A {@link io.distaff.text.RecordSieve} drops what isn't
 * asked for, and takes the texts of columns out of it, without quotes and escapes ({@link
 * io.distaff.text.RecordTexts}): those that are large go to the values of the task as they come,
 * and have tokens in batches. What is left has its structure, numbers and dates; it is decoded as
 * any other record, for a batch of its own ({@link io.distaff.text.StoredRecord}). So nothing but
 * those has to have room in memory.
 *
 * <p>{@link io.distaff.text.TextSample} finds out the columns from the beginning of a file, of
 * large records from the beginnings of their values ({@link io.distaff.text.RecordBeginning}).
 * {@link io.distaff.text.TextFileWriter} writes batches through a {@link
 * io.distaff.text.RowEncoder}. {@link io.distaff.text.TextReadOptions} and {@link
 * io.distaff.text.TextWriteOptions} are what a user can choose. Text is UTF-8. Files are compressed
 * as a whole ({@link io.distaff.text.TextCompression}) and are then not split.
 *
 * <p>Imports the lower levels and eval. Confined to a task's thread, except for options, which are
 * immutable.
 */
package io.distaff.text;
