return await MnistBlazor.Web.Hosting.MnistBlazorApp.RunAsync(args);
