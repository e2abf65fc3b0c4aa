package io.distaff.function;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.row.Row;
import io.distaff.types.Schema;
import java.io.Serializable;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A Java class with what else says how its objects are columns. Immutable.
 *
 * @param arguments of its type, as in {@code List<String>}; of an array of such the only one is its
 *     component
 * @param row the columns of a {@link Row}; null for other classes
 */
public record ObjectType(Class<?> raw, List<ObjectType> arguments, Schema row)
    implements Serializable {
  public ObjectType {
    arguments = List.copyOf(arguments);
  }

  public static ObjectType of(Class<?> raw, ObjectType... arguments) {
    return new ObjectType(raw, List.of(arguments), null);
  }

  /** Rows of these columns. */
  public static ObjectType row(Schema columns) {
    return new ObjectType(Row.class, List.of(), columns);
  }

  /** A type that stands in the declaration of this class. */
  public ObjectType member(Type declared) {
    if (declared instanceof Class<?> plain) {
      return of(plain);
    } else if (declared instanceof ParameterizedType generic) {
      List<ObjectType> members =
          Arrays.stream(generic.getActualTypeArguments()).map(this::member).toList();
      return new ObjectType((Class<?>) generic.getRawType(), members, null);
    } else if (declared instanceof GenericArrayType array) {
      ObjectType component = member(array.getGenericComponentType());
      return of(component.raw().arrayType(), component);
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
