package io.distaff.optimizer;

import io.distaff.sql.JoinHint;
import java.util.Set;
import org.apache.calcite.rel.core.Sample;
import org.apache.calcite.rel.metadata.BuiltInMetadata;
import org.apache.calcite.rel.metadata.MetadataDef;
import org.apache.calcite.rel.metadata.MetadataHandler;
import org.apache.calcite.rel.metadata.RelColumnOrigin;
import org.apache.calcite.rel.metadata.RelMetadataQuery;

/**
 * Which table's column a column is, above expressions that Calcite doesn't look through. Public
 * because its methods are called by reflection.
 */
public final class EngineColumnOrigins implements MetadataHandler<BuiltInMetadata.ColumnOrigin> {
  @Override
  public MetadataDef<BuiltInMetadata.ColumnOrigin> getDef() {
    return BuiltInMetadata.ColumnOrigin.DEF;
  }

  /** Of a column that is repeated; null of an entry's. */
  public Set<RelColumnOrigin> getColumnOrigins(Unnest unnest, RelMetadataQuery mq, int column) {
    return column < unnest.getInput().getRowType().getFieldCount()
        ? mq.getColumnOrigins(unnest.getInput(), column)
        : null;
  }

  public Set<RelColumnOrigin> getColumnOrigins(Sample sample, RelMetadataQuery mq, int column) {
    return mq.getColumnOrigins(sample.getInput(), column);
  }

  public Set<RelColumnOrigin> getColumnOrigins(JoinHint hint, RelMetadataQuery mq, int column) {
    return mq.getColumnOrigins(hint.getInput(), column);
  }

  public Set<RelColumnOrigin> getColumnOrigins(SharedRows rows, RelMetadataQuery mq, int column) {
    return mq.getColumnOrigins(rows.getInput(), column);
  }
}
