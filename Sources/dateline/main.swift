import ArgumentParser
print("dateline")
