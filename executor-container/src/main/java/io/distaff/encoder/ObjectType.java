package io.distaff.encoder;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.io.Serializable;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A Java class with the arguments of its type, as in {@code List<String>}. Immutable. */
public record ObjectType(Class<?> raw, List<ObjectType> arguments) implements Serializable {
  public ObjectType {
    arguments = List.copyOf(arguments);
  }

  public static ObjectType of(Class<?> raw, ObjectType... arguments) {
    return new ObjectType(raw, List.of(arguments));
  }

  /** A type that stands in the declaration of this class. */
  ObjectType member(Type declared) {
    if (declared instanceof Class<?> plain) {
      return of(plain);
    } else if (declared instanceof ParameterizedType generic) {
      List<ObjectType> members =
          Arrays.stream(generic.getActualTypeArguments()).map(this::member).toList();
      return new ObjectType((Class<?>) generic.getRawType(), members);
    } else if (declared instanceof WildcardType wildcard) {
      return member(wildcard.getUpperBounds()[0]);
    } else if (declared instanceof TypeVariable<?> variable) {
      int place = Arrays.asList(raw.getTypeParameters()).indexOf(variable);
      if (place >= 0 && place < arguments.size()) {
        return arguments.get(place);
      }
    }
    throw new DistaffException(
        ErrorCode.USAGE,
        "%s has a member of type %s, for which there is no type of columns"
            .formatted(this, declared.getTypeName()));
  }

  /** As a program writes it, without packages. */
  @Override
  public String toString() {
    return arguments.isEmpty()
        ? raw.getSimpleName()
        : arguments.stream()
            .map(ObjectType::toString)
            .collect(Collectors.joining(", ", raw.getSimpleName() + "<", ">"));
  }
}
