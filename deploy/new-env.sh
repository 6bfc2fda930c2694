#!/bin/sh
# Print .env.example with new secrets in it: sh new-env.sh > .env
set -eu
umask 077
cd "$(dirname "$0")"

hex() { # so many random bytes
    od -An -N "$1" -tx1 /dev/urandom | tr -d ' \n'
}

while IFS= read -r line; do
    case $line in
    POSTGRES_PASSWORD= | QDRANT_API_KEY= | S3_SECRET_KEY= | GARAGE_RPC_SECRET=)
        printf '%s%s\n' "$line" "$(hex 32)" ;;
    S3_ACCESS_KEY=GK)
        printf '%s%s\n' "$line" "$(hex 12)" ;;
    *)
        printf '%s\n' "$line" ;;
    esac
done <.env.example
