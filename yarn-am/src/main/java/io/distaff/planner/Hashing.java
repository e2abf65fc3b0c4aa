package io.distaff.planner;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntUnaryOperator;

/**
 * By what the rows of a stage's tasks are hashed: rows that agree in every key are in one task.
 *
 * @param keys in the order of the hash; each the places of an output that hold its value, more than
 *     one after a join on equal keys
 */
record Hashing(List<Set<Integer>> keys) {
  Hashing {
    keys = keys.stream().map(Set::copyOf).toList();
  }

  /** By these places; empty when there are none. */
  static Optional<Hashing> by(List<Integer> places) {
    return places.isEmpty()
        ? Optional.empty()
        : Optional.of(new Hashing(places.stream().map(Set::of).toList()));
  }

  /** For each key one of the places that hold it. */
  List<Integer> firstPlaces() {
    return keys.stream().map(Collections::min).toList();
  }

  /**
   * For each key the first of the given places that holds it; empty when one of them holds none, so
   * that rows which agree in the places may lie in different tasks.
   */
  Optional<List<Integer>> within(List<Integer> places) {
    List<Integer> found = new ArrayList<>();
    for (Set<Integer> key : keys) {
      Optional<Integer> place = places.stream().filter(key::contains).findFirst();
      if (place.isEmpty()) {
        return Optional.empty();
      }
      found.add(place.get());
    }
    return Optional.of(found);
  }

  /**
   * The same rows with their columns elsewhere.
   *
   * @param move from an old place to the new one, -1 when the column is gone
   */
  Optional<Hashing> moved(IntUnaryOperator move) {
    List<Set<Integer>> moved = new ArrayList<>();
    for (Set<Integer> key : keys) {
      Set<Integer> places = new HashSet<>();
      for (int place : key) {
        int to = move.applyAsInt(place);
        if (to >= 0) {
          places.add(to);
        }
      }
      if (places.isEmpty()) {
        return Optional.empty();
      }
      moved.add(places);
    }
    return Optional.of(new Hashing(moved));
  }

  /** Where equal values stand: {@code places.get(i)} has the value of {@code others.get(i)}. */
  Hashing withEquals(List<Integer> places, List<Integer> others) {
    List<Set<Integer>> more = new ArrayList<>();
    for (Set<Integer> key : keys) {
      Set<Integer> all = new HashSet<>(key);
      for (int i = 0; i < places.size(); i++) {
        if (key.contains(places.get(i))) {
          all.add(others.get(i));
        }
      }
      more.add(all);
    }
    return new Hashing(more);
  }
}
