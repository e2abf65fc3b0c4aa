package io.distaff.sql;

import io.distaff.error.ErrorCode;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/** Joins that the grammar has, but Calcite's algebra can't be made of. */
final class JoinKinds {
  private JoinKinds() {}

  /** Throws NOT_SUPPORTED at the first, and says what to write. */
  static void check(SqlText sql, SqlNode query) {
    query.accept(
        new SqlBasicVisitor<Void>() {
          @Override
          public Void visit(SqlCall call) {
            if (call instanceof SqlJoin join && remedy(join.getJoinType()) != null) {
              SqlParserPos position = join.getRight().getParserPosition();
              String name = join.getJoinType().name().replace("_", " ");
              throw sql.error(
                  ErrorCode.NOT_SUPPORTED,
                  "%s is not supported: write WHERE %s (SELECT 1 FROM ... WHERE condition)"
                      .formatted(name, remedy(join.getJoinType())),
                  position.getLineNum(),
                  position.getColumnNum(),
                  null);
            }
            return super.visit(call);
          }
        });
  }

  private static String remedy(JoinType type) {
    return switch (type) {
      case LEFT_SEMI_JOIN -> "EXISTS";
      case LEFT_ANTI_JOIN -> "NOT EXISTS";
      case INNER, FULL, CROSS, LEFT, RIGHT, COMMA, ASOF, LEFT_ASOF -> null;
    };
  }
}
