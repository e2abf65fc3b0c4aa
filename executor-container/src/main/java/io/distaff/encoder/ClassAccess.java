package io.distaff.encoder;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.row.Row;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How objects of one class are made of the values of readers, and given to writers: method handles
 * put together once a class, through which no value is boxed. Records are made by their canonical
 * constructor, beans by that without arguments and their setters. Immutable.
 */
final class ClassAccess implements ObjectAccess {
  /** Made at the first use of a class, and kept as long as the class is. */
  private static final ClassValue<ClassAccess> KNOWN =
      new ClassValue<>() {
        @Override
        protected ClassAccess computeValue(Class<?> type) {
          return new ClassAccess(type);
        }
      };

  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

  private final Class<?> type;
  private final List<Property> properties;

  /** (ValueReader[], int) -> Object: of a record the whole, of a bean without its properties. */
  private final MethodHandle maker;

  /** (Object, ValueReader[], int) -> void for each property of a bean; none for records. */
  private final MethodHandle[] setters;

  /** (ValueWriter[], Object) -> void for each property. */
  private final MethodHandle[] takers;

  /**
   * A component of a record, or what a bean has both getter and setter of.
   *
   * @param setter null for records
   */
  record Property(String name, Type type, Class<?> raw, Method getter, Method setter) {}

  private ClassAccess(Class<?> type) {
    this.type = type;
    this.properties = type.isRecord() ? components(type) : beanProperties(type);
    try {
      Constructor<?> constructor =
          type.isRecord()
              ? type.getDeclaredConstructor(
                  properties.stream().map(Property::raw).toArray(Class<?>[]::new))
              : type.getDeclaredConstructor();
      MethodHandle made = LOOKUP.unreflectConstructor(accessible(constructor));
      this.maker =
          type.isRecord()
              ? ofReaders(made)
              : MethodHandles.dropArguments(
                  made.asType(MethodType.methodType(Object.class)),
                  0,
                  ValueReader[].class,
                  int.class);
      this.setters = new MethodHandle[type.isRecord() ? 0 : properties.size()];
      for (int p = 0; p < setters.length; p++) {
        setters[p] = setter(p);
      }
      this.takers = new MethodHandle[properties.size()];
      for (int p = 0; p < takers.length; p++) {
        takers[p] = taker(p);
      }
    } catch (ReflectiveOperationException | InaccessibleObjectException e) {
      throw new DistaffException(
          ErrorCode.USAGE, "objects of %s can't be made: %s".formatted(type.getName(), e), e);
    }
  }

  /** Throws USAGE for a class that is neither a record nor a bean. */
  static ClassAccess of(Class<?> type) {
    return KNOWN.get(type);
  }

  /** In the order of readers and writers. */
  List<Property> properties() {
    return properties;
  }

  private static List<Property> components(Class<?> type) {
    List<Property> components = new ArrayList<>();
    for (RecordComponent c : type.getRecordComponents()) {
      components.add(
          new Property(c.getName(), c.getGenericType(), c.getType(), c.getAccessor(), null));
    }
    return notEmpty(type, components);
  }

  /** By name; of class Object there is none. */
  private static List<Property> beanProperties(Class<?> type) {
    if (type == Row.class) {
      throw new DistaffException(
          ErrorCode.USAGE,
          "Row alone doesn't say its columns: Encoders.row(schema) does, in the place of the"
              + " class");
    }
    boolean canBeMade =
        !type.isInterface()
            && !type.isPrimitive()
            && type.getClassLoader() != null // none of the JDK's
            && !Modifier.isAbstract(type.getModifiers())
            && Stream.of(type.getDeclaredConstructors()).anyMatch(c -> c.getParameterCount() == 0);
    if (!canBeMade) {
      throw new DistaffException(
          ErrorCode.USAGE,
          "there is no type of columns for %s: it is no record, and no bean, which has a constructor without arguments"
              .formatted(type.getTypeName()));
    }
    List<Property> found = new ArrayList<>();
    for (Method getter : type.getMethods()) {
      propertyName(getter)
          .ifPresent(
              name ->
                  setterOf(type, name, getter.getReturnType())
                      .ifPresent(
                          setter ->
                              found.add(
                                  new Property(
                                      name,
                                      getter.getGenericReturnType(),
                                      getter.getReturnType(),
                                      getter,
                                      setter))));
    }
    found.sort(Comparator.comparing(Property::name));
    return notEmpty(type, found);
  }

  private static List<Property> notEmpty(Class<?> type, List<Property> properties) {
    if (properties.isEmpty()) {
      throw new DistaffException(
          ErrorCode.USAGE,
          "%s has no columns: no component, and no property with public getter and setter"
              .formatted(type.getName()));
    }
    return List.copyOf(properties);
  }

  private static Optional<String> propertyName(Method getter) {
    String name = getter.getName();
    boolean isBoolean = getter.getReturnType() == boolean.class;
    int prefix = name.startsWith("get") ? 3 : name.startsWith("is") && isBoolean ? 2 : 0;
    boolean isGetter =
        prefix > 0
            && name.length() > prefix
            && getter.getParameterCount() == 0
            && !getter.isBridge()
            && !Modifier.isStatic(getter.getModifiers())
            && getter.getReturnType() != void.class;
    return isGetter
        ? Optional.of(
            name.substring(prefix, prefix + 1).toLowerCase(Locale.ROOT)
                + name.substring(prefix + 1))
        : Optional.empty();
  }

  private static Optional<Method> setterOf(Class<?> type, String property, Class<?> value) {
    String name = "set" + property.substring(0, 1).toUpperCase(Locale.ROOT) + property.substring(1);
    return Arrays.stream(type.getMethods())
        .filter(m -> m.getName().equals(name) && !Modifier.isStatic(m.getModifiers()))
        .filter(m -> Arrays.equals(m.getParameterTypes(), new Class<?>[] {value}))
        .findFirst();
  }

  private static <T extends AccessibleObject> T accessible(T member) {
    member.setAccessible(true);
    return member;
  }

  // Handles.

  /** (ValueReader[], int) -> the class of a property. */
  private MethodHandle read(int property) throws ReflectiveOperationException {
    Class<?> wanted = properties.get(property).raw();
    Class<?> given = wanted.isPrimitive() ? wanted : Object.class;
    String method = (wanted.isPrimitive() ? wanted.getName() : "object") + "At";
    MethodHandle at =
        LOOKUP.findVirtual(ValueReader.class, method, MethodType.methodType(given, int.class));
    return MethodHandles.filterArguments(at, 0, element(ValueReader[].class, property))
        .asType(MethodType.methodType(wanted, ValueReader[].class, int.class));
  }

  private static MethodHandle element(Class<?> array, int index) {
    return MethodHandles.insertArguments(MethodHandles.arrayElementGetter(array), 1, index);
  }

  /** A constructor whose arguments are read. */
  private MethodHandle ofReaders(MethodHandle constructor) throws ReflectiveOperationException {
    MethodHandle made = MethodHandles.collectArguments(constructor, 0, read(0));
    for (int p = 1; p < properties.size(); p++) {
      made = MethodHandles.collectArguments(made, 2, read(p));
      MethodType remaining = made.type().dropParameterTypes(2, 4);
      int[] order = new int[made.type().parameterCount()];
      for (int i = 0; i < order.length; i++) {
        order[i] = i < 2 ? i : i - 2;
      }
      made = MethodHandles.permuteArguments(made, remaining, order);
    }
    return made.asType(MethodType.methodType(Object.class, ValueReader[].class, int.class));
  }

  private MethodHandle setter(int property) throws ReflectiveOperationException {
    MethodHandle setter = LOOKUP.unreflect(accessible(properties.get(property).setter()));
    return MethodHandles.collectArguments(setter, 1, read(property))
        .asType(MethodType.methodType(void.class, Object.class, ValueReader[].class, int.class));
  }

  private MethodHandle taker(int property) throws ReflectiveOperationException {
    Class<?> raw = properties.get(property).raw();
    Class<?> taken =
        raw == byte.class || raw == short.class
            ? int.class
            : raw.isPrimitive() ? raw : Object.class;
    MethodHandle add =
        LOOKUP.findVirtual(ValueWriter.class, "add", MethodType.methodType(void.class, taken));
    MethodHandle getter =
        LOOKUP
            .unreflect(accessible(properties.get(property).getter()))
            .asType(MethodType.methodType(taken, Object.class));
    MethodHandle both = MethodHandles.filterArguments(add, 1, getter);
    return MethodHandles.filterArguments(both, 0, element(ValueWriter[].class, property));
  }

  // Objects.

  @Override
  public Object make(ValueReader[] readers, int i) {
    try {
      Object made = (Object) maker.invokeExact(readers, i);
      for (MethodHandle setter : setters) {
        setter.invokeExact(made, readers, i);
      }
      return made;
    } catch (DistaffException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new DistaffException(
          ErrorCode.USER_FUNCTION_FAILED,
          "an object of %s can't be made of row %d: %s"
              .formatted(type.getName(), readers[0].rowNumber(), e),
          e);
    }
  }

  @Override
  public void take(Object object, ValueWriter[] writers) {
    try {
      for (MethodHandle taker : takers) {
        taker.invokeExact(writers, object);
      }
    } catch (DistaffException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new DistaffException(
          ErrorCode.USER_FUNCTION_FAILED,
          "an object of %s can't be read: %s".formatted(type.getName(), e),
          e);
    }
  }
}
