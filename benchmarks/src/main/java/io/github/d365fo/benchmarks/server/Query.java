package io.github.d365fo.benchmarks.server;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;

/** The path and the numbers of an address. */
record Query(String path, QueryStringDecoder parameters) {
    static Query of(String uri) {
        QueryStringDecoder parameters = new QueryStringDecoder(uri);
        return new Query(parameters.path(), parameters);
    }

    long number(String name, long otherwise) {
        List<String> values = parameters.parameters().getOrDefault(name, List.of());
        return values.isEmpty() ? otherwise : Long.parseLong(values.get(0));
    }
}
