import Testing

import Bytes

@Suite struct URITests {
    @Test(arguments: [
        "urn:uuid:6ba7b810-9dad-81d1-80b4-00c04fd430c8", "urn:newsml:norpress.example:20230303:17", "http://a.example",
        "https://user:pw@a.example:8080/p/a;b?q=1&r=%20#frag", "tag:norpress.example,2023:17", "mailto:a@b.example",
        "http://cv.iptc.org/newscodes/mediatopic/20000639", "http://a.example/x@y:z", "file:///tmp/x", "a:b",
    ])
    func absolute(uri: String) { #expect(isAbsoluteURI(uri)) }

    @Test(arguments: [
        "", ":", "a:", "urn", "/path", "//host/path", "1a:b", "XAM22192010243_AMZ_X083", "http://a b/", "http://a/ä",
        "http://a/%", "http://a/%2", "http://a/%zz", "http://a/#b#c", "http://a:x/", "http://a:1:2/", "http://a@b@c/",
        "http://a/<b>", "http://a/\"", "http://a/{b}", "http://a/b\\c", "http://[::1]/", "http://a/b\n", "a:b|c",
        "a:b^c",
        "http://a/[x]",
    ])
    func other(text: String) { #expect(!isAbsoluteURI(text)) }
}
