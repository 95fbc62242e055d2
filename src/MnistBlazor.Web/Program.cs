using MnistBlazor.Web.Hosting;

return await MnistBlazor.Web.Hosting.MnistBlazorApp.RunAsync(args);
