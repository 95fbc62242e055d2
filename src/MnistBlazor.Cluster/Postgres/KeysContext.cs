using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace MnistBlazor.Cluster.Postgres;

/// <summary>The keys that learners' cookies are protected with, in the store's database: a cookie of one node is one of all.</summary>
internal sealed class KeysContext(DbContextOptions<KeysContext> options) : DbContext(options), IDataProtectionKeyContext
{
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();
}
