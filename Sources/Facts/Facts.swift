internal import CFacts
