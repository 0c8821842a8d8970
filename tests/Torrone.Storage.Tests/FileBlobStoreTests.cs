namespace Torrone.Storage.Tests;

public sealed class FileBlobStoreTests : BlobStoreContract
{
    private string Root => Path.Combine(Folder.Path, "blobs");

    [Fact]
    public async Task Blobs_lie_under_their_hash_where_LocalPath_says()
    {
        var store = MakeStore();
        await Put(store, [1]);
        var name = BlobHash.Of([1]).ToString();
        var path = Path.Combine(Root, name[..2], name[2..4], name);
        Assert.Equal(path, store.LocalPath(BlobHash.Of([1])));
        Assert.Equal([1], await File.ReadAllBytesAsync(path, Cancellation));
    }

    [Fact]
    public async Task Nobody_else_may_read_files_or_folders()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // Rights come from the data folder there.
        }

        var store = MakeStore();
        await using var waiting = await Spool(store, [2]);
        await Put(store, [1]);

        foreach (var file in Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories))
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }

        foreach (var folder in Directory.EnumerateDirectories(Root, "*", SearchOption.AllDirectories).Append(Root))
        {
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
        }
    }

    [Fact]
    public async Task The_list_passes_over_what_a_crash_or_a_person_left()
    {
        var store = MakeStore();
        await Put(store, [1]);
        var path = store.LocalPath(BlobHash.Of([1]))!;
        await using var waiting = await Spool(store, [2]);
        await File.WriteAllBytesAsync(path + ".spool", [1], Cancellation);
        await File.WriteAllBytesAsync(Path.Combine(Path.GetDirectoryName(path)!, BlobHash.Of([3]).ToString()), [3], Cancellation);
        await File.WriteAllBytesAsync(Path.Combine(Root, "notes.txt"), [1], Cancellation);
        Directory.CreateDirectory(Path.Combine(Root, "lost+found"));

        Assert.Equal(BlobHash.Of([1]), Assert.Single(await All(store)).Hash);
    }

    [Fact]
    public async Task A_half_written_upload_is_never_visible_under_its_hash()
    {
        var store = MakeStore();
        await using (await Spool(store, [5, 6, 7]))
        {
            Assert.Null(await store.FindAsync(BlobHash.Of([5, 6, 7]), Cancellation));
            Assert.Empty(await All(store));
        }

        Assert.Empty(Directory.GetFiles(store.SpoolFolder));
    }

    [Fact]
    public async Task A_file_cut_short_by_the_medium_is_replaced_by_the_next_put()
    {
        var store = MakeStore();
        await Put(store, [5, 6, 7]);
        await File.WriteAllBytesAsync(store.LocalPath(BlobHash.Of([5, 6, 7]))!, [5], Cancellation);

        Assert.True(await Put(store, [5, 6, 7]));

        await using var stream = await store.OpenReadAsync(BlobHash.Of([5, 6, 7]), Cancellation);
        Assert.Equal([5, 6, 7], await ReadAll(stream!));
    }

    [Fact]
    public async Task Every_folder_on_the_way_is_flushed_before_a_put_returns()
    {
        var flushed = new List<string>();
        var store = new FileBlobStore(Root, flushed.Add);
        Assert.Contains(Folder.Path, flushed);
        flushed.Clear();

        await Put(store, [1]);

        var inner = Path.GetDirectoryName(store.LocalPath(BlobHash.Of([1])))!;
        Assert.Equal([Root, Path.GetDirectoryName(inner)!, inner], flushed);
        flushed.Clear();
        await Put(store, [1]);
        Assert.Equal([inner], flushed);
    }

    [Fact]
    public async Task A_failed_flush_fails_the_put_and_every_later_one_into_that_folder()
    {
        var failing = true;
        var inner = Path.GetDirectoryName(new FileBlobStore(Root).LocalPath(BlobHash.Of([1])))!;
        var store = new FileBlobStore(Root, folder =>
        {
            if (failing && folder == inner)
            {
                throw new IOException("Input/output error");
            }
        });

        await Assert.ThrowsAsync<IOException>(() => Put(store, [1]));
        failing = false;

        await Assert.ThrowsAsync<IOException>(() => Put(store, [1]));
        Assert.True(await Put(store, [2]));
    }

    [Fact]
    public void A_folder_that_is_not_there_cannot_be_flushed()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // NTFS journals names itself.
        }

        Assert.Throws<IOException>(() => FolderSync.Flush(Path.Combine(Folder.Path, "missing")));
    }

    [Fact]
    public async Task Spooled_bytes_that_were_changed_underneath_are_not_stored()
    {
        var store = MakeStore();
        using var elsewhere = new TemporaryFolder();
        await using var spool = await BlobSpool.SpoolAsync(new MemoryStream([4, 5, 6]), elsewhere.Path, 3, Cancellation);
        await File.WriteAllBytesAsync(spool.Path, [4, 5, 7], Cancellation);

        await Assert.ThrowsAsync<IOException>(() => store.PutAsync(spool, Cancellation));

        Assert.Empty(await All(store));
        Assert.Empty(Directory.GetFiles(store.SpoolFolder));
    }

    protected override IBlobStore MakeStore() => new FileBlobStore(Root);
}
