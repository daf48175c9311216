#!/bin/sh
# Run once by the image of PostgreSQL, as its superuser: the role of the server, which is none, and its database.
# It makes the role of tenants' transactions (sluice_app) itself, hence createrole.
set -eu
psql --username "$POSTGRES_USER" --dbname postgres --set ON_ERROR_STOP=1 --set password="$SLUICE_DB_PASSWORD" <<'SQL'
create role sluice login createrole nosuperuser nobypassrls password :'password';
create database sluice owner sluice encoding 'UTF8' template template0;
revoke connect on database sluice from public;
SQL
