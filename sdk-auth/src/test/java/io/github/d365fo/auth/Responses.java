package io.github.d365fo.auth;

import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Answers that no server gave. */
final class Responses {
    private Responses() {}

    static HttpResponse<byte[]> of(int status, String body, String... headers) {
        return of(status, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    static HttpResponse<byte[]> of(int status, byte[] body, String... headers) {
        Map<String, List<String>> map = new TreeMap<>();
        for (int i = 0; i < headers.length; i += 2) {
            map.put(headers[i], List.of(headers[i + 1]));
        }
        @SuppressWarnings("unchecked")
        HttpResponse<byte[]> answer = mock(HttpResponse.class);
        when(answer.statusCode()).thenReturn(status);
        when(answer.body()).thenReturn(body);
        when(answer.headers()).thenReturn(HttpHeaders.of(map, (name, value) -> true));
        return answer;
    }
}
