internal import Article
internal import Bytes
internal import Host
internal import Intake
internal import Ledger
internal import Synchronization

/// What the daemon is doing now and has done (`dateline status --json`, schema `dateline-status-1`).
struct StatusReport {
    var pipeline: Pipeline
    var started: Instant
    var waiting: [WaitingFile]
    var tallies: [Tally]
    var last: [OutcomeRow]

    /// One line of JSON.
    var encoded: [UInt8] {
        let settings = pipeline.settings.withLock { $0 }
        let troubles = pipeline.troubles.all
        let counts = pipeline.statistics.snapshot
        let rates = pipeline.statistics.rates(at: Clock.now())
        var json = JSONWriter(capacity: 8192)
        json.object { json in
            json.key("schema")
            json.string("dateline-status-1")
            json.key("state")
            json.string(troubles.isEmpty ? "running" : "trouble")
            json.key("since")
            json.string(started.text)
            json.key("version")
            json.string(readerVersion)
            json.key("desk")
            json.string(settings.desk)
            json.key("inbox")
            json.string(settings.inbox.description)
            json.key("outbox")
            json.string(settings.outbox.description)
            json.key("statePath")
            json.string(settings.state.description)
            json.key("queue")
            json.object { json in
                json.key("waiting")
                json.integer(waiting.count)
                json.key("claimed")
                json.integer(pipeline.countUnderWay)
                json.key("reading")
                json.integer(max(0, pipeline.countUnderWay - pipeline.claims.count - pipeline.items.count))
                json.key("filing")
                json.integer(pipeline.items.count)
            }
            json.key("rate")
            json.object { json in
                json.key("perSecond1m")
                json.decimal(rates.minute, places: 2)
                json.key("perSecond1h")
                json.decimal(rates.hour, places: 2)
            }
            StatusReport.write(tallies, to: &json)
            json.key("stages")
            json.array { _ in }
            json.key("last")
            json.array { json in for row in last { row.write(to: &json, ledger: pipeline.ledger.name) } }
            json.key("waiting")
            json.array { json in
                for file in waiting.sorted(by: { $0.since < $1.since }).prefix(1000) {
                    json.object { json in
                        json.key("path")
                        json.string(file.path.description)
                        json.key("reason")
                        json.string(file.reason.rawValue)
                        json.key("since")
                        json.string(file.since.text)
                    }
                }
            }
            json.key("setbacks")
            json.array { json in
                for trouble in troubles {
                    json.object { json in
                        json.key("kind")
                        json.string(trouble.setback.kind.rawValue)
                        json.key("message")
                        json.string(printable(trouble.setback.message))
                        json.key("since")
                        json.string(trouble.since.text)
                    }
                }
            }
            json.key("sandbox")
            let workers = counts.sandbox.sorted { $0.key < $1.key }
            if let first = workers.first {
                json.object { json in
                    json.key("landlock")
                    json.integer(workers.map(\.value.landlock).min() ?? first.value.landlock)
                    json.key("seccomp")
                    json.bool(workers.allSatisfy(\.value.seccomp))
                    json.key("rlimits")
                    json.bool(workers.allSatisfy(\.value.limits))
                }
            } else {
                json.null()
            }
            json.key("workers")
            json.array { json in
                for (pid, worker) in workers {
                    json.object { json in
                        json.key("pid")
                        json.integer(pid)
                        json.key("articles")
                        json.integer(worker.articles)
                    }
                }
            }
        }
        return json.take() + [0x0A]
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
                    json.key("source")
                    json.string(source)
                    for kind in OutcomeKind.allCases {
                        json.key(kind.rawValue)
                        json.integer(count(kind, own))
                    }
                    json.key("lastArrival")
                    json.string(own.map(\.lastArrival).max()?.text)
                }
            }
        }
        json.key("rejections")
        json.array { json in
            let refused = Dictionary(grouping: tallies.filter { $0.kind == .rejected }) { $0.reason?.rawValue ?? "" }
            for (code, own) in refused.sorted(by: { $0.key < $1.key }) {
                json.object { json in
                    json.key("code")
                    json.string(code)
                    json.key("count")
                    json.integer(own.reduce(0) { $0 + $1.count })
                }
            }
        }
    }
}
