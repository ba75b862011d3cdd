console.log('first', process.version, process.argv.slice(2))
