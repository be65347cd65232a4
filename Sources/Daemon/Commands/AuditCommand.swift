internal import Article
internal import Bytes
internal import Ledger

/// Audits ledger and outbox.
///
/// - Parameter strict: What was taken away, and what no outcome names, makes the answer bad too.
/// - Returns: The exit code: 1 where something is wrong.
package func auditOutbox(_ settings: Settings, strict: Bool, json: Bool) throws(Fault) -> Int32 {
    LocalTime.use(settings.timeZone)
    let ledger = try needLedger(settings)
    let progress = Progress("outcomes")
    let audit = Audit(settings, ledger) { done, all in progress.show(Int(done), of: Int(all)) }
    do throws(Fault) { try audit.run() } catch {
        progress.end()
        throw error
    }
    progress.end()
    let isBad = audit.hasGraveFindings || (strict && !audit.counts.isEmpty)
    let output = Output()
    if json { output.write(audit.encoded(isGood: !isBad)) } else { audit.show(on: output, isGood: !isBad) }
    output.flush()
    return isBad ? ExitCode.bad : ExitCode.done
}

extension Audit {
    func show(on output: Output, isGood: Bool) {
        func count(_ kind: OutcomeKind) -> String { "\(grouped(outcomes[kind] ?? 0)) \(kind.rawValue)" }
        let kinds = OutcomeKind.allCases.map(count) + ["\(grouped(inFlight)) in flight"]
        output.line("arrivals   \(grouped(arrivals)) = \(kinds.joined(separator: " + "))")
        for (name, count) in [("records", records), ("originals", originals), ("reasons", reasons)] {
            var parts = ["\(grouped(count.intact)) intact"]
            for (word, number, style) in [
                ("removed", count.removed, nil as Output.Style?), ("expired", count.expired, nil),
                ("retried", count.retried, nil),
                ("altered", count.altered, .red),
                ("incomplete", count.incomplete, .red),
            ] where number > 0 {
                parts.append(output.styled("\(grouped(number)) \(word)", style))
            }
            output.line("\(name.padded(to: 11))\(grouped(count.checked)) looked at: \(parts.joined(separator: ", "))")
        }
        output.line("chain      \(grouped(links)) links, the last is \(chain.hex)")
        if ofOthers > 0 {
            output.line("others     \(grouped(ofOthers)) outputs of other daemons, which their own audits prove:")
            for state in neighbours { output.line("           dateline audit --state \(state)") }
        }
        for state in unread { output.line("unread     the ledger in \(state), of another daemon that files here") }
        if !findings.isEmpty {
            output.line()
            output.table(
                ["FINDING", "NUMBER", "WHAT"],
                findings.map { finding in
                    [
                        Output.Cell(finding.kind.rawValue, finding.kind.isGrave ? .red : .yellow),
                        Output.Cell(finding.seq.map { "\($0)" } ?? "-"),
                        Output.Cell(printable((finding.path.map { $0 + ": " } ?? "") + finding.message)),
                    ]
                })
            let all = counts.values.reduce(0, +)
            if all > findings.count { output.line("… and \(grouped(all - findings.count)) more") }
        }
        output.line()
        output.line(
            isGood
                ? output.styled(
                    "Every arrival has exactly one outcome, and every output has the bytes that were written.", .green)
                : output.styled("Something is wrong; see the findings.", .red))
    }

    func encoded(isGood: Bool) -> [UInt8] {
        var json = JSONWriter(capacity: 4096)
        json.object { json in
            json.member("schema", "dateline-audit-1")
            json.member("good", isGood)
            json.member("balanced", isBalanced)
            json.member("arrivals", arrivals)
            for kind in OutcomeKind.allCases {
                json.key(kind.rawValue)
                json.integer(outcomes[kind] ?? 0)
            }
            json.member("inFlight", inFlight)
            for (key, count) in [("records", records), ("originals", originals), ("reasons", reasons)] {
                json.key(key)
                json.object { json in
                    for (key, number) in [
                        ("checked", count.checked), ("intact", count.intact), ("removed", count.removed),
                        ("expired", count.expired), ("retried", count.retried), ("altered", count.altered),
                        ("incomplete", count.incomplete),
                    ] {
                        json.key(key)
                        json.integer(number)
                    }
                }
            }
            json.key("others")
            json.object { json in
                json.member("outputs", ofOthers)
                for (key, states) in [("asked", neighbours), ("unread", unread)] {
                    json.key(key)
                    json.array { json in for state in states { json.string(state.description) } }
                }
            }
            json.key("chain")
            json.object { json in
                json.member("links", links)
                json.member("last", chain.hex)
            }
            json.key("found")
            json.object { json in
                for kind in Finding.Kind.allCases {
                    json.key(kind.rawValue)
                    json.integer(counts[kind] ?? 0)
                }
            }
            json.key("findings")
            json.array { json in
                for finding in findings {
                    json.object { json in
                        json.member("kind", finding.kind.rawValue)
                        json.member("seq", finding.seq)
                        json.member("path", finding.path)
                        json.member("message", printable(finding.message))
                    }
                }
            }
        }
        return json.take() + [0x0A]
    }
}
