package io.distaff.it;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Of a line that {@code --timing} writes what tests look at; the names are its keys. */
record Timing(
    int statement,
    double wallMillis,
    double planMillis,
    int tasks,
    int retries,
    int rows,
    long bytesRead,
    long bytesShuffled,
    long bytesSpilled) {

  /** The timing lines on standard error. */
  static List<Timing> of(DistaffProcess.Ended ended) {
    ObjectMapper mapper =
        new ObjectMapper()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES);
    return ended.errLines().stream()
        .filter(line -> line.startsWith("{\"statement\":"))
        .map(
            line -> {
              try {
                return mapper.readValue(line, Timing.class);
              } catch (IOException e) {
                throw new UncheckedIOException(line, e);
              }
            })
        .toList();
  }
}
