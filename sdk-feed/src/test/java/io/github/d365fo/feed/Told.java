package io.github.d365fo.feed;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Everything that an export feed has told. */
final class Told implements FeedListener {
    final ConcurrentLinkedQueue<Object> events = new ConcurrentLinkedQueue<>();

    <T> List<T> of(Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    @Override
    public void onHandled(Handled event) {
        events.add(event);
    }

    @Override
    public void onDuplicate(Duplicate event) {
        events.add(event);
    }

    @Override
    public void onNoFile(NoFile event) {
        events.add(event);
    }

    @Override
    public void onAttemptFailed(AttemptFailed event) {
        events.add(event);
    }

    @Override
    public void onQuarantined(Quarantined event) {
        events.add(event);
    }

    @Override
    public void onLeft(Left event) {
        events.add(event);
    }

    @Override
    public void onTrouble(Trouble event) {
        events.add(event);
    }

    @Override
    public void onStateChanged(StateChanged event) {
        events.add(event);
    }
}
