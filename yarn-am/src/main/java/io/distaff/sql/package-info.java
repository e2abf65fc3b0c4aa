/**
 * From text to relational algebra. {@link io.distaff.sql.StatementSplitter} cuts a script into
 * {@link io.distaff.sql.SqlText}s, {@link io.distaff.sql.StatementParser} makes each a {@link
 * io.distaff.sql.Statement} (the engine's own statements are read here: {@code DefinitionParser}
 * those that change the catalog, {@code ShowParser} those that tell of it), and {@link
 * io.distaff.sql.SqlAnalyzer} parses, validates and converts the queries with Apache Calcite, over
 * {@link io.distaff.sql.EngineTable}s of the catalog and under the type rules of {@link
 * io.distaff.sql.EngineTypes}. {@code RegistryOperators} makes the registry's functions known to
 * Calcite, each a {@link io.distaff.sql.RegistryFunction} or a {@link
 * io.distaff.sql.RegistryAggregate}; {@code SpecialSyntax} turns grammar such as {@code TRIM(BOTH c
 * FROM t)} into plain calls of them, {@code InputNames} says what {@link
 * io.distaff.sql.ColumnNames} mean, {@code MemberAccess} turns those that reach into structs,
 * {@code LambdaCaptures} closes lambdas, whose types {@code LambdaTypes} tells Calcite, {@code
 * UnitFunctions} lets {@code datediff(a, b)} pass the grammar; {@code EngineConvertlets} makes
 * calls algebra where Calcite's way isn't right, as {@link io.distaff.sql.EnginePredicates} tells
 * what is known of rows, which {@link io.distaff.sql.MetadataDispatch} asks. {@code SyntaxErrors}
 * and {@code SemanticErrors} say what was wrong in the engine's words, with the place and the
 * nearest name. {@link io.distaff.sql.StatementPaths} is what can be told of a statement before
 * there is a session.
 *
 * <p>What Calcite's grammar doesn't have is read before it, in text that keeps every position, and
 * put to the tree: {@code QuotedText} escapes in quotes and comments, {@code NumberSuffixes} {@code
 * 1L}, {@code TypeSyntax} nested types and {@code x::type}, which {@code EngineCast} checks, {@code
 * IntervalSyntax} intervals of several units, {@code TimestampSyntax} that TIMESTAMP is an instant,
 * with the values of {@code TimeLiterals}, {@code ReservedNames} names that are words of the
 * grammar, {@code MemberNames} {@code struct(x AS a)}, {@code OperatorSyntax} operators such as
 * {@code |}, {@code FromSyntax} LATERAL VIEW, Spark's TABLESAMPLE and aliases before PIVOT, {@code
 * SelectSyntax} the other clauses in Spark's forms, with {@code ClauseWords} for where they end,
 * {@code RangeCalls} {@code range(n)}, {@code RowCounts} LIMIT and OFFSET of constant expressions;
 * {@code HintSyntax} reads hints, which {@code EngineConverter} follows with {@link
 * io.distaff.sql.JoinHint} and {@link io.distaff.sql.Repartition}, as it follows a {@code
 * PartitionOrder} with the latter and {@link io.distaff.sql.PartitionSort}. {@code Refusals} stops
 * what the grammar takes and nothing behind it. {@code SemiJoins} makes conditions of LEFT SEMI and
 * LEFT ANTI JOIN, {@code UsingColumns} says whose a column of USING is, {@code NamedWindows} puts
 * the windows of WINDOW where they are named, {@code OrderOfWith} puts ORDER BY behind WITH to its
 * query, {@code OuterAggregates} gives sub-queries the aggregates of the query around them, {@code
 * ArraySubQueries} makes calls with lambdas of sub-queries over an array, {@code RowValues} structs
 * of {@code (a, b)}, {@code GroupingIds} gives {@code grouping_id()} its keys, {@code
 * TimeWindowSyntax} {@code window.start} its window, and those that overlap rows of their own;
 * {@code Selects} finds each SELECT with its ORDER BY. {@code DuplicateNames} lets columns of a
 * sub-query have one name. A {@link io.distaff.sql.Generator} such as {@code explode} is a {@link
 * io.distaff.sql.GeneratorFunction} in FROM; among the columns of a SELECT {@code EngineValidator}
 * expands it to {@link io.distaff.sql.GeneratorColumn}s, and {@code GeneratorSyntax} says where
 * else it can't stand. {@code TupleGenerators} writes those of several arguments, such as {@code
 * stack}, with {@code inline}.
 *
 * <p>Window functions: ranking, LAG and LEAD, FIRST_VALUE, LAST_VALUE and NTH_VALUE (IGNORE NULLS
 * behind the parenthesis), and aggregates, over ROWS, RANGE and GROUPS ({@code GroupFrames}) frames
 * with EXCLUDE, named windows and QUALIFY. Refused: DISTINCT with OVER, FILTER where nulls take
 * part, offsets of LAG, LEAD, NTILE and NTH_VALUE that aren't literals.
 *
 * <p>May import catalog, the lower levels and Calcite. An analyzer is confined to one thread at a
 * time; all else is immutable.
 */
package io.distaff.sql;
