package io.distaff.planner;

import io.distaff.plan.FileFormat;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import java.util.List;
import java.util.Map;

/** What a statement comes to. Closed family. */
public sealed interface Prepared {
  /** The session has answered it already; a row is text, null for null. */
  record Answer(Schema schema, List<List<String>> rows) implements Prepared {
    /** Of a statement that only changes something. */
    public static final Answer DONE = new Answer(Schema.EMPTY, List.of());

    /** The lines of a plan. */
    public static Answer plan(String text) {
      return new Answer(
          new Schema(List.of(new Field("plan", DataType.STRING, true))),
          text.lines().map(List::of).toList());
    }
  }

  /** To be run; its rows go to the user. */
  record Query(PlannableQuery query) implements Prepared {}

  /** To be run; what it did goes to the user, and its rows nowhere. */
  record Analyze(PlannableQuery query) implements Prepared {}

  /**
   * To be run, so that a cache is filled; its rows are nobody's.
   *
   * @param undo to be called when it fails: nothing is cached then
   */
  record Fill(PlannableQuery query, Runnable undo) implements Prepared {}

  /**
   * To be run; its rows go to a directory.
   *
   * @param overwrite what the directory holds; else the rows are added
   * @param options of the format, such as {@code compression}
   */
  record Write(
      String path,
      boolean overwrite,
      FileFormat format,
      Map<String, String> options,
      PlannableQuery query)
      implements Prepared {
    public Write {
      options = Map.copyOf(options);
    }
  }
}
