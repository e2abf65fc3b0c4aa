package io.distaff.sql;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.parser.SqlParserPos;

/** A SELECT that isn't written in the text: columns of a table, and what setters add. */
class PlainSelect extends SqlSelect {
  PlainSelect(SqlParserPos position, SqlNodeList columns, SqlNode from) {
    super(position, null, columns, from, null, null, null, null, null, null, null, null, null);
  }

  /** SELECT * FROM a table. */
  static SqlSelect allOf(SqlNode table, SqlParserPos position) {
    return new PlainSelect(position, SqlNodeList.of(SqlIdentifier.star(position)), table);
  }
}
