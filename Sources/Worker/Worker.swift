package import Article
