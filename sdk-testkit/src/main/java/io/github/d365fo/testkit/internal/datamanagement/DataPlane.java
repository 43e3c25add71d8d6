package io.github.d365fo.testkit.internal.datamanagement;

import io.github.d365fo.testkit.internal.connector.Jobs;
import io.github.d365fo.testkit.internal.http.Addresses;
import io.github.d365fo.testkit.internal.json.JsonObject;
import io.github.d365fo.testkit.internal.service.Ids;
import io.github.d365fo.testkit.internal.state.StateDirectory;
import io.github.d365fo.testkit.internal.state.StatePart;
import io.github.d365fo.testkit.internal.storage.BlobApi;
import io.github.d365fo.testkit.internal.storage.BlobStore;
import io.github.d365fo.testkit.internal.storage.Sas;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Consumer;

/** The data management API together with its blob storage. Thread-safe. */
public final class DataPlane {
    private final ProjectStore projects;
    private final ODataApi odata = new ODataApi();
    private final EntityApi entities;
    private final BlobStore store;
    private final BlobApi blobs;

    public DataPlane(
            InstantSource clock, Ids ids, Jobs jobs, Consumer<String> known, Path directory, Addresses addresses) {
        Sas sas = new Sas(clock, addresses.primary().toString().getBytes(StandardCharsets.UTF_8), known);
        this.store = new BlobStore(clock, directory);
        BlobAddresses files = new BlobAddresses(addresses, sas);
        this.projects = new ProjectStore(clock, jobs, store, sas);
        this.entities = new EntityApi(new EntitySets(projects, jobs));
        this.blobs = new BlobApi(clock, ids::next, sas, store);
        new StatusActions(projects, clock, jobs).addTo(odata);
        new ErrorFileActions(projects, clock, store, files).addTo(odata);
        new ImportActions(projects, clock, ids, store, files).addTo(odata);
        new ExportActions(projects, clock, ids, store, files).addTo(odata);
    }

    public void save(StatePart part) {
        projects.save(part);
        store.save(part.part("storage"));
    }

    public void restore(JsonObject saved, StateDirectory directory) {
        projects.restore(saved, directory);
        store.restore(saved.requireObject("storage"), directory);
    }

    public ProjectStore projects() {
        return projects;
    }

    public ODataApi odata() {
        return odata;
    }

    public EntityApi entities() {
        return entities;
    }

    public BlobApi blobs() {
        return blobs;
    }
}
