package io.distaff.planner;

import io.distaff.catalog.Catalog;
import io.distaff.catalog.NameScope;
import io.distaff.catalog.TableHandle.ViewTable;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.sql.DefinitionStatement.CreateView;
import io.distaff.sql.DefinitionStatement.DropView;
import io.distaff.sql.DefinitionStatement.ViewColumn;
import io.distaff.sql.SqlAnalyzer;
import io.distaff.sql.Statement;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import io.distaff.warehouse.Entry.ColumnEntry;
import io.distaff.warehouse.Entry.RelationEntry;
import io.distaff.warehouse.Entry.TableEntry;
import io.distaff.warehouse.Entry.ViewEntry;
import io.distaff.warehouse.RelationName;
import io.distaff.warehouse.Warehouse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Creates and drops views, those of the session and those that outlive it. */
final class ViewDefinitions {
  private final SqlSession session;
  private final Catalog catalog;
  private final SqlAnalyzer analyzer;

  ViewDefinitions(SqlSession session, Catalog catalog, SqlAnalyzer analyzer) {
    this.session = session;
    this.catalog = catalog;
    this.analyzer = analyzer;
  }

  Prepared create(Statement.CreateTableView create) {
    checkFree(catalog, create.name(), create.orReplace());
    Map<String, String> rest = new TreeMap<>(create.options());
    String path = rest.remove("path");
    if (path == null || path.isBlank()) {
      throw semantic(
          "CREATE TEMPORARY VIEW ... USING %s needs OPTIONS (path '...')"
              .formatted(create.format().label()));
    }
    session.uncacheWhatReads(Catalog.viewParts(create.name()));
    catalog.registerFiles(create.name(), create.format(), path, rest);
    return Prepared.Answer.DONE;
  }

  Prepared create(CreateView create) {
    return create.temporary() ? createTemporary(create) : createPermanent(create);
  }

  private Prepared createTemporary(CreateView create) {
    String name = Catalog.viewName(create.name()).orElseThrow();
    if (create.ifNotExists() && catalog.hasView(name)) {
      return Prepared.Answer.DONE;
    }
    checkFree(catalog, name, create.orReplace());
    Schema schema = schema(create, name, catalog.scope());
    session.uncacheWhatReads(create.name());
    catalog.register(
        new ViewTable(
            name,
            create.query().text().trim(),
            schema,
            catalog.scope(),
            !create.columns().isEmpty()));
    return Prepared.Answer.DONE;
  }

  private Prepared createPermanent(CreateView create) {
    RelationName name = catalog.relationName(create.name());
    Warehouse warehouse = catalog.warehouse();
    Optional<RelationEntry> present = warehouse.relation(name);
    if (create.ifNotExists() && present.isPresent()) {
      return Prepared.Answer.DONE;
    }
    if (present.isPresent() && !create.orReplace()) {
      throw new DistaffException(
          ErrorCode.NAME_ALREADY_EXISTS,
          "%s %s exists already: use CREATE OR REPLACE VIEW, or another name"
              .formatted(present.get() instanceof TableEntry ? "table" : "view", name));
    }
    NameScope scope = new NameScope(catalog.currentDatabase(), NameScope.Visibility.HIDDEN);
    ViewEntry view =
        new ViewEntry(
            name.name(),
            create.query().text().trim(),
            scope.database(),
            columns(create, schema(create, name.toString(), scope)),
            !create.columns().isEmpty(),
            create.comment(),
            create.properties(),
            System.currentTimeMillis());
    session.uncacheWhatReads(List.of(name.database(), name.name()));
    if (create.orReplace()) {
      warehouse.createOrReplace(name.database(), view);
    } else {
      warehouse.create(name.database(), view);
    }
    return Prepared.Answer.DONE;
  }

  private Schema schema(CreateView create, String name, NameScope scope) {
    Schema schema = analyzer.analyzeView(name, create.query(), scope).schema();
    if (!create.columns().isEmpty()) {
      if (create.columns().size() != schema.size()) {
        throw semantic(
            "the view %s names %d columns, but its query has %d"
                .formatted(name, create.columns().size(), schema.size()));
      }
      List<Field> fields = new ArrayList<>();
      for (int i = 0; i < schema.size(); i++) {
        Field field = schema.field(i);
        fields.add(new Field(create.columns().get(i).name(), field.type(), field.nullable()));
      }
      schema = new Schema(fields);
    }
    checkColumns("view", schema);
    return schema;
  }

  private static List<ColumnEntry> columns(CreateView create, Schema schema) {
    List<ColumnEntry> columns = new ArrayList<>();
    List<ViewColumn> named = create.columns();
    for (int i = 0; i < schema.size(); i++) {
      Field field = schema.field(i);
      String comment = named.isEmpty() ? "" : named.get(i).comment();
      columns.add(new ColumnEntry(field.name(), field.type().sqlName(), field.nullable(), comment));
    }
    return columns;
  }

  Prepared drop(DropView drop) {
    Optional<String> view = Catalog.viewName(drop.name()).filter(catalog::hasView);
    if (view.isPresent()) {
      session.uncacheWhatReads(Catalog.viewParts(view.get()));
      catalog.drop(view.get());
      return Prepared.Answer.DONE;
    }
    boolean isGlobal = drop.name().get(0).equalsIgnoreCase(Catalog.GLOBAL_VIEWS);
    if (!catalog.hasWarehouse() || (isGlobal && drop.name().size() == 2)) {
      if (!drop.ifExists()) {
        catalog.require(drop.name());
      }
      return Prepared.Answer.DONE;
    }
    RelationName name = catalog.relationName(drop.name());
    Optional<RelationEntry> present = catalog.warehouse().relation(name);
    if (present.isEmpty() && drop.ifExists()) {
      return Prepared.Answer.DONE;
    }
    if (present.isPresent() && present.get() instanceof TableEntry) {
      throw semantic(name + " is a table, not a view: use DROP TABLE");
    }
    if (present.isEmpty()) {
      catalog.require(drop.name());
    }
    session.uncacheWhatReads(List.of(name.database(), name.name()));
    catalog.warehouse().drop(name, ViewEntry.class);
    return Prepared.Answer.DONE;
  }

  /** Throws SEMANTIC_ERROR when the session has a view of this name that may not be replaced. */
  static void checkFree(Catalog catalog, String name, boolean orReplace) {
    if (!orReplace && catalog.hasView(name)) {
      throw semantic("view " + name + " exists already: use CREATE OR REPLACE TEMPORARY VIEW");
    }
  }

  /** Throws SEMANTIC_ERROR when two columns have one name. */
  static void checkColumns(String what, Schema schema) {
    Set<String> names = new HashSet<>();
    for (Field field : schema.fields()) {
      if (!names.add(field.name().toLowerCase(Locale.ROOT))) {
        throw semantic(
            "the %s would have two columns of the name %s: give one another name with AS"
                .formatted(what, field.name()));
      }
    }
  }

  private static DistaffException semantic(String message) {
    return new DistaffException(ErrorCode.SEMANTIC_ERROR, message);
  }
}
