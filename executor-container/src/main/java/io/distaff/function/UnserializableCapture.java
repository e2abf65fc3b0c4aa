package io.distaff.function;

import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;

/** Finds out what of a function's captures can't be serialized. Confined to one thread. */
final class UnserializableCapture {
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  private UnserializableCapture() {}

  /** The first such value, as people would call it; empty when it lies out of reach. */
  static Optional<String> in(Object function) {
    return new UnserializableCapture().search(function);
  }

  private Optional<String> search(Object object) {
    if (object == null || !seen.add(object)) {
      return Optional.empty();
    }
    Optional<SerializedLambda> lambda = lambda(object);
    if (lambda.isPresent()) {
      return captured(lambda.get());
    }
    for (Class<?> type = object.getClass();
        type != null && type != Object.class;
        type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        int modifiers = field.getModifiers();
        boolean isSent = !Modifier.isStatic(modifiers) && !Modifier.isTransient(modifiers);
        Optional<String> found =
            isSent && !field.getType().isPrimitive() ? inField(object, field) : Optional.empty();
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private Optional<String> captured(SerializedLambda lambda) {
    String owner = lambda.getCapturingClass().replace('/', '.');
    for (int i = 0; i < lambda.getCapturedArgCount(); i++) {
      Object value = lambda.getCapturedArg(i);
      if (value != null && !(value instanceof Serializable)) {
        boolean isThis = value.getClass().getName().equals(owner);
        return Optional.of(
            isThis
                ? "this, an object of %s, of which the lambda uses a field or a method,"
                    .formatted(owner)
                : "the captured variable no. %d of the lambda in %s, an object of %s,"
                    .formatted(i + 1, owner, value.getClass().getName()));
      }
      Optional<String> found = search(value);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private Optional<String> inField(Object object, Field field) {
    Object value;
    try {
      field.setAccessible(true);
      value = field.get(object);
    } catch (IllegalAccessException | InaccessibleObjectException e) {
      return Optional.empty(); // a class of the JDK's, which answers for itself
    }
    if (value != null && !(value instanceof Serializable)) {
      return Optional.of(
          "the field %s of %s, an object of %s,"
              .formatted(
                  field.getName(),
                  field.getDeclaringClass().getName(),
                  value.getClass().getName()));
    }
    return search(value);
  }

  /** What stands for a lambda among bytes, if the object is one. */
  private static Optional<SerializedLambda> lambda(Object object) {
    try {
      Method replace = object.getClass().getDeclaredMethod("writeReplace");
      replace.setAccessible(true);
      return replace.invoke(object) instanceof SerializedLambda lambda
          ? Optional.of(lambda)
          : Optional.empty();
    } catch (ReflectiveOperationException | InaccessibleObjectException e) {
      return Optional.empty();
    }
  }
}
