/// This file can never be read: what is wrong, where, and what to do about it.
///
/// Not for trouble that passes (`Setback`): a rejected file is moved away with its reason.
package struct Rejection: Error, Hashable, Sendable {
    /// The stable words of the contract.
    package enum Code: String, Sendable, CaseIterable {
        case empty
        case notRegular = "not-regular"
        case unreadable
        case unknownFormat = "unknown-format"
        case malformed
        case encrypted
        case noArticle = "no-article"
        case tooLarge = "too-large"
        case tooDeep = "too-deep"
        case bomb
        case unsafePath = "unsafe-path"
        case timeout
        case memory
        case crash
    }
    package enum Stage: String, Sendable {
        case intake, decode, read, understand
    }

    package var code: Code
    package var stage: Stage
    /// One clear sentence: what is wrong and where.
    package var message: String
    /// What the user can do.
    package var hint: String?
    /// The format it was taken for.
    package var format: String?
    /// 1-based line, where it is known.
    package var line: Int?
    /// Byte offset into the file, where it is known.
    package var offset: Int?

    package init(
        _ code: Code, stage: Stage, _ message: String, hint: String? = nil, format: String? = nil,
        line: Int? = nil, offset: Int? = nil
    ) {
        self.code = code
        self.stage = stage
        self.message = message
        self.hint = hint
        self.format = format
        self.line = line
        self.offset = offset
    }
}
