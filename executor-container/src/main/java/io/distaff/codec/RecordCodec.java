package io.distaff.codec;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.jsontype.TypeResolverBuilder;
import com.fasterxml.jackson.databind.jsontype.impl.StdTypeResolverBuilder;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Encodes records. A member of a sealed interface carries the simple name of its record in the
 * property {@code @}, so that a new plan node or message is one record, written once; only the
 * permitted records of the expected family can be created by decoding. Thread-safe.
 */
public final class RecordCodec {
  private static final int MAX_NESTING = 2_000;
  private static final int MAX_TEXT_CHARS = 64 << 20;

  private static final RecordCodec CBOR = new RecordCodec(new CBORMapper());
  private static final RecordCodec JSON = new RecordCodec(new ObjectMapper());

  private final ObjectMapper mapper;

  /** By family. */
  private final Map<Class<?>, ObjectWriter> writers = new ConcurrentHashMap<>();

  private RecordCodec(ObjectMapper mapper) {
    this.mapper = mapper;
    mapper.setAnnotationIntrospector(new SealedFamilies());
    mapper.configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, true);
    mapper.configure(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES, true);
    mapper
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(MAX_NESTING)
                .maxStringLength(MAX_TEXT_CHARS)
                .build());
  }

  /** The compact binary form, RFC 8949: one for all, because it learns how types are written. */
  public static RecordCodec cbor() {
    return CBOR;
  }

  /** The readable form, one for all. */
  public static RecordCodec json() {
    return JSON;
  }

  /**
   * Encodes a value as a member of a family, so that {@link #decode} with the same family gives it
   * back.
   */
  public byte[] encode(Class<?> family, Object value) {
    try {
      return writers.computeIfAbsent(family, mapper::writerFor).writeValueAsBytes(value);
    } catch (IOException e) {
      throw new DistaffException(
          ErrorCode.INTERNAL_ERROR,
          "can't encode " + value.getClass().getSimpleName() + ": " + e.getMessage(),
          e);
    }
  }

  /** Throws PROTOCOL_ERROR when the bytes aren't a value of the family. */
  public <T> T decode(Class<T> family, byte[] bytes) {
    try {
      T value = mapper.readValue(bytes, family);
      if (value == null) {
        throw new DistaffException(
            ErrorCode.PROTOCOL_ERROR, "null is no " + family.getSimpleName());
      }
      return value;
    } catch (IOException e) {
      throw new DistaffException(
          ErrorCode.PROTOCOL_ERROR,
          "can't decode "
              + bytes.length
              + " bytes as "
              + family.getSimpleName()
              + ": "
              + e.getMessage(),
          e);
    }
  }

  /** Gives every sealed interface a type property and its permitted records, by simple name. */
  private static final class SealedFamilies extends JacksonAnnotationIntrospector {
    @Override
    public TypeResolverBuilder<?> findTypeResolver(
        MapperConfig<?> config, AnnotatedClass annotated, JavaType baseType) {
      if (isFamily(baseType.getRawClass())) {
        return new StdTypeResolverBuilder()
            .init(JsonTypeInfo.Id.NAME, null)
            .inclusion(JsonTypeInfo.As.PROPERTY)
            .typeProperty("@");
      }
      return super.findTypeResolver(config, annotated, baseType);
    }

    @Override
    public List<NamedType> findSubtypes(Annotated annotated) {
      if (isFamily(annotated.getRawType())) {
        List<NamedType> members = new ArrayList<>();
        collect(annotated.getRawType(), members);
        return members;
      }
      return super.findSubtypes(annotated);
    }

    /** An enum whose constants have bodies is sealed too, but is no family of records. */
    private static boolean isFamily(Class<?> type) {
      return type.isInterface() && type.isSealed();
    }

    private static void collect(Class<?> family, List<NamedType> members) {
      for (Class<?> member : family.getPermittedSubclasses()) {
        if (isFamily(member)) {
          collect(member, members);
        } else {
          members.add(new NamedType(member, member.getSimpleName()));
        }
      }
    }
  }
}
