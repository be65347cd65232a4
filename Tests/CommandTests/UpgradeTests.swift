import Foundation
import GRDBSQLite
import Testing

extension CommandTests {
    @Suite struct UpgradeTests {
        /// A ledger as it was before sketches: commands read it, the next daemon adds what is missing.
        @Test func aLedgerWithoutSketches() throws {
            let world = try World()
            try world.drop("coast/a.txt", World.story("Lindholm"))
            try world.file()
            var db: OpaquePointer?
            #expect(sqlite3_open(world.state.appending(path: "ledger.sqlite").path, &db) == SQLITE_OK)
            let undo = """
                DROP INDEX outcome_title; DROP INDEX outcome_slug; DROP INDEX outcome_guid;
                ALTER TABLE outcome DROP COLUMN sketch; ALTER TABLE outcome DROP COLUMN title_key;
                ALTER TABLE outcome DROP COLUMN slug_key; ALTER TABLE outcome DROP COLUMN guid;
                DELETE FROM grdb_migrations WHERE identifier = 'likeness';
                """
            #expect(sqlite3_exec(db, undo, nil, nil, nil) == SQLITE_OK)
            sqlite3_close(db)
            #expect(try world.ask("explain", "a.txt").output.contains("the only version"))
            #expect(try world.ask("audit").status == 0)

            try world.drop("coast/b.txt", "CORRECTED-" + World.story("Lindholm"))
            try world.drop("coast/c.txt", World.story("Orsund"))
            try world.file()
            try world.drop(
                "coast/d.txt", "CORRECTED-" + World.story("Orsund").replacing("nine weeks", with: "two weeks"))
            try world.file()
            let outcomes = try world.ask("list", "--json").lines()
            func outcome(_ name: String) -> [String: Any]? { outcomes.first { $0.string("name") == name } }
            #expect(outcome("d.txt")?.int("revision") == 2)
            #expect(outcome("d.txt")?.string("uri") == outcome("c.txt")?.string("uri"))
            #expect(try world.ask("audit").status == 0)
        }
    }
}
