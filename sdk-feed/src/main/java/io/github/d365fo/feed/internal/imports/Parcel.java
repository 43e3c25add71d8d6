package io.github.d365fo.feed.internal.imports;

import io.github.d365fo.connector.enqueue.EnqueueRequest;

/**
 * A file that is ready to be sent.
 *
 * @param shipment what is written down of it before it is
 * @param request what is sent
 */
record Parcel(Shipment shipment, EnqueueRequest request) {}
