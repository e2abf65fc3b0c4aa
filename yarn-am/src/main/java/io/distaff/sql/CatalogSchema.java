package io.distaff.sql;

import io.distaff.catalog.Catalog;
import io.distaff.catalog.NameScope;
import io.distaff.catalog.TableHandle;
import io.distaff.catalog.TableHandle.AlgebraTable;
import io.distaff.catalog.TableHandle.ViewTable;
import io.distaff.plan.FileFormat;
import io.distaff.warehouse.RelationName;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.calcite.rel.type.RelProtoDataType;
import org.apache.calcite.schema.Schema;
import org.apache.calcite.schema.Table;
import org.apache.calcite.schema.impl.AbstractSchema;
import org.apache.calcite.schema.lookup.LikePattern;
import org.apache.calcite.schema.lookup.Lookup;
import org.apache.calcite.schema.lookup.Named;

/**
 * The catalog as a tree of Calcite schemas: the text's inputs and the session's views at the root,
 * a schema for each database, {@code global_temp}, {@code parquet}, {@code csv} and {@code json}
 * with a table for every path, {@code tpch} with a schema for every scale, and one of ranges. A
 * table is looked up once, so that a query sees one state of it. Confined to the analysis of one
 * query.
 */
final class CatalogSchema {
  private final Catalog catalog;
  private final NameScope scope;
  private final Set<String> qualifiers;
  private final Map<String, AnalyzedQuery> inputs;
  private final Function<ViewTable, Table> expandView;
  private final Function<AnalyzedQuery, Table> expandQuery;

  /**
   * @param scope whether the session's views are seen
   * @param qualifiers names that may be a database's, in lower case: Calcite asks of every table's
   *     name whether it is one
   * @param inputs queries that the text may name as tables; they hide views of the same name
   * @param expandView analyses a view's query; called once for each view that a query names
   * @param expandQuery makes a table of a query that is analysed already
   */
  CatalogSchema(
      Catalog catalog,
      NameScope scope,
      Set<String> qualifiers,
      Map<String, AnalyzedQuery> inputs,
      Function<ViewTable, Table> expandView,
      Function<AnalyzedQuery, Table> expandQuery) {
    this.catalog = catalog;
    this.scope = scope;
    this.qualifiers = qualifiers;
    this.inputs = inputs;
    this.expandView = expandView;
    this.expandQuery = expandQuery;
  }

  Schema root() {
    Map<String, Schema> schemas = new HashMap<>();
    schemas.put(Catalog.TPCH, new Node(name -> Optional.empty(), this::scale));
    schemas.put(
        Catalog.GLOBAL_VIEWS,
        new Node(name -> sessionView(Catalog.globalView(name)), name -> Optional.empty()));
    schemas.put(RangeCalls.SCHEMA, new Node(RangeCalls::find, name -> Optional.empty()));
    for (FileFormat format : FileFormat.values()) {
      schemas.put(
          format.label(),
          new Node(name -> Optional.of(catalog.files(format, name)), name -> Optional.empty()));
    }
    return new Node(
        this::inputOrView,
        name -> {
          Schema schema = schemas.get(name.toLowerCase(Locale.ROOT));
          return schema == null ? database(name) : Optional.of(schema);
        });
  }

  private Optional<Schema> database(String database) {
    boolean isNamed =
        qualifiers.contains(database.toLowerCase(Locale.ROOT))
            || database.equalsIgnoreCase(scope.database());
    return isNamed && catalog.hasDatabase(database)
        ? Optional.of(
            new Node(
                name -> catalog.relation(new RelationName(database, name)),
                name -> Optional.empty()))
        : Optional.empty();
  }

  /** Where a name without a schema is looked up, in order. */
  List<List<String>> paths() {
    return List.of(List.of(), List.of(scope.database()));
  }

  private Optional<? extends TableHandle> inputOrView(String name) {
    AnalyzedQuery input = inputs.get(name);
    return input == null
        ? sessionView(name)
        : Optional.of(new AlgebraTable(name, input, input.schema()));
  }

  private Optional<TableHandle> sessionView(String name) {
    return scope.sessionViews() == NameScope.Visibility.SEEN
        ? catalog.view(name)
        : Optional.empty();
  }

  private Optional<Schema> scale(String scale) {
    return Catalog.tpchScale(scale)
        .map(s -> new Node(name -> catalog.tpch(scale, name), name -> Optional.empty()));
  }

  private Table table(TableHandle handle) {
    if (handle instanceof ViewTable view) {
      return expandView.apply(view);
    } else if (handle instanceof AlgebraTable query) {
      return expandQuery.apply((AnalyzedQuery) query.algebra());
    }
    return new EngineTable(handle);
  }

  /** One schema; tables and schemas below it are found by name only, never listed. */
  private final class Node extends AbstractSchema {
    private final Lookup<Table> tables;
    private final Lookup<Schema> schemas;

    Node(
        Function<String, Optional<? extends TableHandle>> tables,
        Function<String, Optional<? extends Schema>> schemas) {
      this.tables = new ByName<>(name -> tables.apply(name).map(CatalogSchema.this::table));
      this.schemas = new ByName<>(name -> schemas.apply(name).map(Schema.class::cast));
    }

    @Override
    public Lookup<Table> tables() {
      return tables;
    }

    @Override
    public Lookup<? extends Schema> subSchemas() {
      return schemas;
    }

    @Override
    protected Map<String, RelProtoDataType> getTypeMap() {
      return EngineTypes.ALIASES;
    }
  }

  /** Remembers what it found. */
  private static final class ByName<T> implements Lookup<T> {
    private final Function<String, Optional<T>> find;
    private final Map<String, Optional<T>> found = new HashMap<>();

    ByName(Function<String, Optional<T>> find) {
      this.find = find;
    }

    @Override
    public T get(String name) {
      Optional<T> known = found.get(name);
      if (known == null) {
        known = find.apply(name);
        found.put(name, known);
      }
      return known.orElse(null);
    }

    @Override
    public Named<T> getIgnoreCase(String name) {
      T value = get(name);
      return value == null ? null : new Named<>(name, value);
    }

    @Override
    public Set<String> getNames(LikePattern pattern) {
      return Set.of();
    }
  }
}
