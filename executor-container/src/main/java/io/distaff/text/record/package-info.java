/**
 * Records of text taken apart: what readers of files and functions of one text share. {@link
 * io.distaff.text.record.CsvTokenizer} finds the fields of a record of CSV as a {@link
 * io.distaff.text.record.CsvDialect} says, which an {@link io.distaff.text.record.OptionReader}
 * reads from what a user gave; {@link io.distaff.text.record.ByteSearch} finds what stands between
 * them.
 *
 * <p>Imports error and config. A tokenizer and a reader of options are confined to one thread, all
 * else is immutable.
 */
package io.distaff.text.record;
