#!/bin/sh
# Prints the backtest table behind the forecast goals F1 to F9.
#   tests/forecast-goals.sh                        the series under tests/Optimizer.Forecasting.Tests/Traces, 12 origins
#   tests/forecast-goals.sh --origins 48           coverage
#   tests/forecast-goals.sh --folder DIR --cells   other series (a folder with a manifest.csv), every cell
#   tests/forecast-goals.sh --wide tests/Optimizer.Benchmarks/Traces/servegen_clients_10m.csv   twenty more clients
set -eu
cd "$(dirname "$0")/.."
exec dotnet run -c Release --project tests/Optimizer.Benchmarks -- forecast-goals "$@"
