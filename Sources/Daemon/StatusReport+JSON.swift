internal import Article
internal import Bytes
internal import Intake
internal import Ledger

extension StatusReport {
    /// One line of JSON.
    var encoded: [UInt8] {
        var json = JSONWriter(capacity: 8192)
        json.object { json in
            json.member("schema", "dateline-status-1")
            json.member("state", state.rawValue)
            json.member("since", since?.text)
            json.member("version", version)
            json.member("desk", settings.desk)
            json.member("inbox", settings.inbox.description)
            json.member("outbox", settings.outbox.description)
            json.member("statePath", settings.state.description)
            writeNow(to: &json)
            StatusReport.write(tallies, to: &json)
            writeStages(to: &json)
            json.key("last")
            json.array { json in for row in last { row.write(to: &json, ledger: ledger) } }
            writeTroubles(to: &json)
            writeQuiet(to: &json)
            writePolled(to: &json)
            writeWorkers(to: &json)
        }
        return json.take() + [0x0A]
    }

    private func writeNow(to json: inout JSONWriter) {
        json.key("queue")
        json.object { json in
            json.member("waiting", waiting.count)
            json.member("claimed", claimed)
            json.member("reading", reading)
            json.member("filing", filing)
        }
        json.key("rate")
        json.object { json in
            json.key("perSecond1m")
            json.decimal(rates.minute, places: 2)
            json.key("perSecond1h")
            json.decimal(rates.hour, places: 2)
        }
    }

    private func writeStages(to json: inout JSONWriter) {
        json.key("stages")
        json.array { json in
            for (name, times) in [("total", durations)] + zip(Stage.allCases.map(\.name), stages) where !times.isEmpty {
                let sorted = times.sorted()
                json.object { json in
                    json.member("stage", name)
                    json.member("p50Micros", sorted[(sorted.count - 1) / 2])
                    json.member("p99Micros", sorted[(sorted.count - 1) * 99 / 100])
                }
            }
        }
    }

    private func writeTroubles(to json: inout JSONWriter) {
        json.key("waiting")
        json.array { json in
            for file in waiting.sorted(by: { $0.since < $1.since }).prefix(1000) {
                json.object { json in
                    json.member("path", file.path.description)
                    json.member("reason", file.reason.rawValue)
                    json.member("since", file.since.text)
                }
            }
        }
        json.key("setbacks")
        json.array { json in
            for setback in setbacks {
                json.object { json in
                    json.member("kind", setback.kind)
                    json.member("message", printable(setback.message))
                    json.member("since", setback.since.text)
                }
            }
        }
    }

    private func writeQuiet(to json: inout JSONWriter) {
        json.key("quiet")
        json.array { json in
            for source in quiet {
                json.object { json in
                    json.member("source", source.source)
                    json.member("since", source.since.text)
                    json.member("allowedSeconds", source.allowed / 1_000_000)
                    json.member("learned", source.isLearned)
                }
            }
        }
    }

    private func writePolled(to json: inout JSONWriter) {
        json.key("polled")
        json.array { json in
            for mount in polled {
                json.object { json in
                    json.member("path", mount.path.description)
                    json.member("reason", mount.reason)
                }
            }
        }
    }

    private func writeWorkers(to json: inout JSONWriter) {
        json.key("sandbox")
        if workers.isEmpty {
            json.null()
        } else {
            // The weakest: what holds of all.
            json.object { json in
                json.member("landlock", workers.map(\.worker.landlock).min() ?? 0)
                json.member("seccomp", workers.allSatisfy(\.worker.seccomp))
                json.member("rlimits", workers.allSatisfy(\.worker.limits))
            }
        }
        json.key("workers")
        json.array { json in
            for (pid, worker) in workers {
                json.object { json in
                    json.member("pid", pid)
                    json.member("articles", worker.articles)
                }
            }
        }
    }

    /// The keys `totals`, `bySource` and `rejections`.
    static func write(_ tallies: [Tally], to json: inout JSONWriter) {
        func count(_ kind: OutcomeKind, _ tallies: [Tally]) -> Int64 {
            tallies.reduce(0) { $0 + ($1.kind == kind ? $1.count : 0) }
        }
        json.key("totals")
        json.object { json in
            for kind in OutcomeKind.allCases {
                json.key(kind.rawValue)
                json.integer(count(kind, tallies))
            }
        }
        json.key("bySource")
        json.array { json in
            for (source, own) in Dictionary(grouping: tallies, by: \.source).sorted(by: { $0.key < $1.key }) {
                json.object { json in
                    json.member("source", source)
                    for kind in OutcomeKind.allCases {
                        json.key(kind.rawValue)
                        json.integer(count(kind, own))
                    }
                    json.member("lastArrival", own.map(\.lastArrival).max()?.text)
                }
            }
        }
        json.key("rejections")
        json.array { json in
            let refused = Dictionary(grouping: tallies.filter { $0.kind == .rejected }) { $0.reason?.rawValue ?? "" }
            for (code, own) in refused.sorted(by: { $0.key < $1.key }) {
                json.object { json in
                    json.member("code", code)
                    json.member("count", own.reduce(0) { $0 + $1.count })
                }
            }
        }
    }
}
