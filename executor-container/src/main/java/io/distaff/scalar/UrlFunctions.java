package io.distaff.scalar;

import io.distaff.kernel.ByteValue;
import io.distaff.kernel.BytesBuilder;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** The functions of URLs. */
final class UrlFunctions {
  private static final Charset UTF_8 = StandardCharsets.UTF_8;

  private UrlFunctions() {}

  static void addTo(FunctionTable table) {
    table
        .add("url_encode")
        .takes("(string) -> string")
        .says("As a value in the query of a URL: application/x-www-form-urlencoded, of UTF-8.")
        .example("url_encode('a b&ü')", "a+b%26%C3%BC")
        .is(site -> RowFunctions.bytes(site, UrlFunctions::encode));
    table
        .add("url_decode")
        .takes("(string) -> string")
        .says("The text that url_encode has made this one of.")
        .fails("if a % isn't followed by two hexadecimal digits")
        .example("url_decode('a+b%26%C3%BC')", "a b&ü")
        .is(site -> RowFunctions.bytes(site, (row, out) -> decode(site, row, out)));
    table
        .add("parse_url")
        .takes("(string, string, [string]) -> string")
        .alsoNull("if the URL has no such part")
        .says(
            "A part of a URL: PROTOCOL, AUTHORITY, USERINFO, HOST, PATH, QUERY, REF, or FILE, which"
                + " is path and query; of the QUERY, the value of a key if one is given. Nothing is"
                + " decoded.")
        .fails("if the text isn't a URL")
        .example("parse_url('https://distaff.io/a/b?x=1&y=2#top', 'PATH')", "/a/b")
        .example("parse_url('https://distaff.io/a/b?x=1&y=2#top', 'QUERY', 'y')", "2")
        .is(site -> RowFunctions.bytes(site, new UrlParser(site)::write));
  }

  private static void append(BytesBuilder out, String text) {
    out.append(text.getBytes(UTF_8));
  }

  private static void encode(Row row, BytesBuilder out) {
    ByteValue text = row.value(0);
    text.begin(0, ByteValue.TEXT);
    while (text.next()) {
      String window = new String(text.data(), text.from(), text.to() - text.from(), UTF_8);
      append(out, URLEncoder.encode(window, UTF_8));
    }
  }

  private static void decode(CallSite site, Row row, BytesBuilder out) {
    try {
      append(out, URLDecoder.decode(row.text(0), UTF_8));
    } catch (IllegalArgumentException e) {
      throw RowFunctions.invalid(site, row.shown(0) + " isn't encoded as a URL is", e);
    }
  }

  /** PARSE_URL. */
  private static final class UrlParser {
    private final Remembered<URI> urls;

    UrlParser(CallSite site) {
      this.urls = new Remembered<>(text -> parse(site, text));
    }

    private static URI parse(CallSite site, String text) {
      try {
        return new URI(text);
      } catch (URISyntaxException e) {
        throw RowFunctions.invalid(site, "'" + text + "' isn't a URL: " + e.getReason(), e);
      }
    }

    void write(Row row, BytesBuilder out) {
      String part = part(urls.of(row, 0), row.text(1));
      if (part != null && row.has(2)) {
        part = row.text(1).equals("QUERY") ? value(part, row.text(2)) : null;
      }
      if (part == null) {
        row.setNull();
      } else {
        append(out, part);
      }
    }

    private static String part(URI url, String name) {
      return switch (name) {
        case "PROTOCOL" -> url.getScheme();
        case "AUTHORITY" -> url.getRawAuthority();
        case "USERINFO" -> url.getRawUserInfo();
        case "HOST" -> url.getHost();
        case "PATH" -> url.getRawPath();
        case "QUERY" -> url.getRawQuery();
        case "REF" -> url.getRawFragment();
        case "FILE" ->
            url.getRawQuery() == null
                ? url.getRawPath()
                : url.getRawPath() + "?" + url.getRawQuery();
        default -> null;
      };
    }

    /** Null when the query has no such key. */
    private static String value(String query, String key) {
      int begin = 0;
      while (begin <= query.length()) {
        int end = query.indexOf('&', begin);
        end = end < 0 ? query.length() : end;
        if (query.startsWith(key + "=", begin) && begin + key.length() < end) {
          return query.substring(begin + key.length() + 1, end);
        }
        begin = end + 1;
      }
      return null;
    }
  }
}
