"""Words and their weights; written by `tests/benchmarks/fit_sensitive_words.py`."""

from typing import Final

INTERCEPT: Final = -4.02
WORDS: Final = {
    -4.5: """
malaga vodka
""",
    -4.25: """
airbus whisky
""",
    -4.0: """
bosch chef elemental marko moritz parma reindeer rhone seasons
""",
    -3.75: """
archers atletico bows dortmund eurasian indus lynx michel sail stars turquoise zur
""",
    -3.5: """
bladed bmw bodo bow brody canary char chefs dirk emirates entropy fates favourites gm hotels iconic marseille mcqueen
meteor meyer mitsubishi mohawk moons mori nik orbital rum sails sapphire sevilla skipper suzuki
""",
    -3.25: """
ajax alpine arrow astros blockbuster bordeaux brands canadiens clarkson comet cosmos denim distillery elm emilio
greenland grimm leopard markus mikhail oilers olivier orion peugeot pyrenees rockets sakura salmon sash sawmill snowden
soho steak striker superstar thames titanic vincenzo violins wines yamaha yamamoto zebra
""",
    -3.0: """
alba alexis alonso apartment archer archery asahi aubrey avalon barley belarusian blacksmith blanca blazers braid brand
bundesliga burgundy canucks carmen cats chandler croft curran dawson emilia enamel fjord gable harald hawk hbo herrera
iberian internacional jarvis jerseys kobayashi lena loan macy mandolin manfred milano mls moi nakamura nhl oblivion
oceanic olympus owls pear peat ramon redhead relegation rocket ronin rune salsa scandinavian scorpion sirius slade
slalom soyuz spectral star sustainability tequila tolkien tyres valkyrie viking wainwright wool yacht yao yukon zeke
zurich
""",
    -2.75: """
amsterdam andres arrival arrows asteroid atv axe balthazar bargain basalt beers bela belgrade bieber bilbao bile blades
bolts bryan celaena celine charcoal charlamagne charred clermont comets conrad creditors dani dario deer descendant
element emerald eponymous ethanol euro euros eurovision everton favourite filly finch fulham harp henrik hermes honda
indigo infrared ingredient johnny karin kawasaki kazakh kruger laird lana lasers leather luc lux luxury luz mallory
marina mavericks mcintosh merchant milan minsk molina montpellier moonlight nationalities nfl niall norse nylon oakley
oboe oil oliver olympic omega onboard orchard originals owen owl plumage properties purchase rainer rental rents robb
rook rovers ruby rue rustic ryder sahara samurai sasha seine seville shang shark skier stellar styx tarzan tchaikovsky
thierry torches trademark tuna uber vertices voyages warehouse wine xml yue zeppelin
""",
    -2.5: """
acheron acquire aegean alexandre alexei alloys alma apollo apple ark arsenic artemis asphalt audrey bamboo barcelona
billionaire blade bossy bourgeois bowed brig broadway buick carney chevalier christoph cobalt combustion creeks
delicious dresden dunlop eco emil englishman erik essendon fairbanks fated ferries flavour foods gerard guitarist
guitars hawks heidi holm ignition internationals iris isles jade jameson jason juno jurgen kamen kobe latvian liv
livery maguire maison margarita messina midfield move nilsson noir novo operas orb orioles orthogonal paris pasta
peacock purchased purchasing raven rent ridley robson rosewood royale runes rust sable sailing savoy screenwriter
sebastien selena shaman sharks shay spaniards spartak suit sunglasses super suppliers talon tess thistle titanfall
tokyo towels velocity voyage wavelength whiskey winter woodlands yiddish zipper
""",
    -2.25: """
airlines amber art bag boat boots bought buyer buying buys cars cocktail cooking cruise deals debuting demand designer
diamond engine engines environmental falcon grill hotel houston how japan japanese johnson knives midnight moon motors
odyssey offers orbit ore payment riders rihanna russia season shanghai shareholders snl spider supplier toledo washing
wood woodley xbox
""",
    -2.0: """
acquiring added arizona avengers bachelor bear beds biles bird birds blake blaze bowl brooks bug but cook debuts
destinations dogs dragons dreams drilling elephants eric europe fabrics fate free frontman gives guide hair hatch
honeymoon horror horse ice infinity jackets jaguars jeans keibler legends make meyers miami mick moonshot movie movies
nba neil north offer orders origin ownership pablo palm payments pirates potatoes product recipes remake road ruin
sandberg shops soccer solar solo speed stephen sun timberlake vladimir wash watch weisselberg winds world
""",
    -1.75: """
adventure alcohol anglo ariana armstrong arrive arrives bags banana bank become begins bikini billy birthday buy buyers
carbon carey casino cast charlize chips climate clothing club contract dealings delay delivery dish drake dream duet
eggs ends european fame fannie filming firms flash france fruit gifts halloween haunt heating high hollywood hunt
hunter hunters imports indie industrial ios jack jamie jeep jimmy kit leaving lehman live load magical manchester mars
master mate merge merger metals mills mlb musicals mysterious nail native noah ocean olympians owned owner picks planet
players pobre potato price prime rebel recession reputation restaurants revenge ridership rivals river rover russian
scout ship ships starring starts stocks street stunt sweater swift sxsw trailer virgin whales wild wildfires wwe yellow
""",
    -1.5: """
aaron adaptation agreement andy anyone arriving artist auditions away beyonce binary birth bottles breach bros camila
challenger champion chemistry chip companies contractors cookbook crash credit crew customer dancer default departure
designers disappointing dishes door dragon drinks earnings economies edward eldest encounter entrepreneur error etsy
eve exchanges famed fans fashion filmmaker fire fischer flappy fleetwood flip food forever fossil freddie getting goods
google grain gustin harry heated herself honey idol investors iron italy jenner jets jewelry johansson katy khloe
kimmel labor lakers landing lawsuit lewis lindsay line loans lynch mark market masters memorable michael miley
millionaire mining motor municipal musical netflix night nothing nowhere nyc olympics open opening operator operators
orange order ordering our paint pay peek photographer pizza premiere prices production propose quarterback rabbit
rentals resorts restaurant retailer reviewers rice ring rocks root roots row safety saga sale sales satellite sean
seattle sells shine show singers sings skin snowboarder sprint startup steel streaming string studio sundar teams tesla
thanks they throne trading trend tyler update upgrade upgrades urban venture version wage wait wardrobe watches wave
wildfire wolf woo zac zeidan zoom
""",
    -1.25: """
abroad accident aeo ago airline alaska album aliens always anything apologizes application artists bad bananas beauty
beef bengals best bets bitcoin bloody bloom bottom braves brothers bryant burger business cake camera captain cardi
cards career cargo cat chain chairs chapter chelsea chemical chrysler cleaning clothiers colbert colorado comcast
commerce contractor costs crackdown cubs currency dallas dark degrasse delivers deniers discount doors dropping during
eagle eddie elon emily emissions ending epic equity exchange exports fault fell finale fires flights foreign four
french fuels gallon gear generation germany ghost gig glass globe go golf grabs green grills guest hamilton harvest
hawaii hint hire hires hole home homemade housing huffpost icy idaho incredible incredibly industry initial injury
insider instagram introduces iphone ipod jeanine jetblue jordan justin kate kenny knight la lack lando lands languages
lashes lender libyan light lizzo london look machinery maker management mar markets martin masayoshi mask materials max
meal meat merch metal mine mistake monthly musk myers nbc necklace neither neo never newest nightclub nordstrom off oh
osterholm oteri ousts owe owns passenger performance perry ponomusic portland preview princess pulls python racing
rankings react recall regrets renee residency riding risks rock rocker rodgers rowers sandwich saw scenes sesame seven
shailene shipping shop shopping shots sing snow soaring soleimani songs sony spend spring stark starred starting steam
stern stock store stores stranded stylish surfing sweaters teeth thrones tiffany tiktok tonight traders transport tree
trips tutorials tyson universe us valukas vessel vision volcano volcanoes westeros windshield woods worth wow zero
zuckerberg
""",
    -1.0: """
airbnb angeles anna asia austin bar bears bed bid boe bounty brooklyn cain celebrity ceremony chaori christmas co
collapse commodities companion contestant create creates creators cressida customers derail derby describe directors el
environment every exclusive expensive export factory federer film films finance financial flavor footage furious
further fx gold great grey growing harrison hosting hunting idris ingraham instant italian jerome joins jon kiebler
later launches laundry lebron legend lights magic makeup manager manchin maria mario material menu microsoft mob
momentum nasa noyer or os owners paying pick piracy pono possibility pound producers reached receiver reynolds rings
rob sagan sandler sea seed send sheryl shuttle singing soon species sporting stallion steal suited sum systems takeout
theron third tim ton top tourism town tricks true twist vegas verizon viewers volleyball warm weigh why window yet
""",
    1.0: """
ability addressing amtrak amy answered appeals as assembly barista bash believed blame blow bombshell boxes carol
carrying center collective comics common complicated computer contributions convention cool covering cowards cry
decades defensive deputy difference dig disrupt districts disturbing dnc doing duty ears electronic executed expert
expresses fact farmers festival fidelity forum habits hack happened historic hosted hours hurts infowars inside insist
investigated involved jailbreak jay kidney kissing laden leadership learned learning libya lied lies limits ll lou
marathon massachusetts measure meddling mile mobile month much navy nearly needed nguyen ones organizers outlets over
overthrow parade pardon patriot patterson pennsylvania perdue philadelphia phone pledged plot powers praise proud
quietly radical raised rally rants recognize recovering reelection reflects refuses released removed requires reserve
responses retirement s san sanders sarah saturday sides sight signal signals simple singapore sites small speaker
spying stories suggests supported surrender task teaching the think thinks thousands throwing too tough trainer
university unveils violate violated violation weak when who willing worked
""",
    1.25: """
a abbott abused accountability accountable acted acts admitted ads advisers affidavit ag aggressively america and ann
announces appointment argued argues around article assistant attack attempted balance ban barack barrett baseball
battles beating block booster brad briefings bring bureau buzz california calling case challenges charged charles
churches cited colleagues collusion comedy commemoration commitment computers concerns condemn conference confidential
consultant controversy cooperate courts cross crowds cut daily dependence discussed disneyland display diverse divide
divided dna documentary docuseries dong down dumping effective emotion excuse expressed extreme feeling fest filled fit
focused futures georgia gina goldman gross hacked hands harsh harvey hat haven headed hearing held henry here his
honored hopeful hq hurt indiana influential infrastructure initiative it jared jeopardy josh judge justices karen
kathleen kentucky kristen laid lance laugh laughing laughter leave legal let lethal lives loose loved mad male matters
meant measures mocks months most mouse no nominated numerous offensive ongoing opposed pat path penned personality
places planting pleads positive priorities prosecute protecting pulitzer pundit pushed putting questions raise ran
ranted reads reform refused refusing remember responded restrictions retreat robert roughly rudy rushed scrutiny
seriously served serving sexually shocking signaled silent sitcom skeptical slams slides snuck solution some someone
spokesman straight strategies struggles struggling sue suffering support sweet targeting telling temporary texas thomas
tight tired traffic tried trolls tuesday tweet twice undercover understand unfair union veteran violent vowed walk
walker weren whip white williams wilson wing with you
""",
    1.5: """
accessibility activities actual age allow allowing angry annual anonymous answer association attend aug august backed
barrier behavior better biased billboard black blocked boasted bold bra busy called calls capital carolina cash causing
celebration cell changing chavez chilling choir circle circuit closely cohen college comedian comedians comic concern
conduct conferences confessed could counted counter counts court critically criticizing cyber day defending details
difficult disabilities disagree disgusting don doug drives experts fair feds fi fighting finally fines forceful former
fought frances fred funny gap giving glover graham ground groups guilty hand hard hurdles if ill inappropriate
inflation inspire irritated jamal jerry joe journey justified kendrick lauren laws least lincoln losing manipulate
might mom network newspaper nsa obstruction officials organization ourselves oval overwhelmed pace pacific parks peace
performed perhaps pilot planning plastic policies poses posted praises prevention promote protect protected published
punishment push pushing questioned reforms relying reporting represent representation rico rolling ruled rules say
scandals scott secret semitism sentinel set shirt solve speaks sponsored standoff students studies subsidies supporter
supports suppression syndrome system tablets talked tech tensions tested tests thanked that thee these thought
threatening threats touching training trust try twitter uncomfortable unconstitutional undermine ups ve walter was
where yale year
""",
    1.75: """
able against aid aims alabama allowed americans anger ap appropriate approved argument attended attention bias bill
blocking bomb brennan busts campaigns capacity celebrated centers checks citizen commentary commissioner concerned
concrete confront contempt coverage crowded cure defamation done dress elected embraced empowerment engage engagement
evans executive facility facts fat fda find freedom funding funds gathering genius give grandmother hacking hearings
heels honor ignore importance incident intelligence joked jokes joseph jr judges justify leaning lebanon lieutenant
lindsey long madison manafort monuments motivated non opposing others outrageous oversight patrol paula pence played
pretend professor properly protections pumps pushes quipped remarks reminder report response restore retired ruling run
saudi see sept shared sharing sick speaking spent spirit square stacey staff struggle supporters surge susan suspected
systemic table targeted targets tens testing those toward unfounded urge urged video viral warren washington week west
wonder worry
""",
    2.0: """
adviser advocates affecting agencies aids alexandria answers asked attending believe ben blaming briefing bubble caps
carlson causes celebrating citizens civil cleared coffee commission communities conducted cooling credible dc defend
devices did do effort efforts enough figure figures forces from gathered got harder harm headline ignoring insulted
irony isolation jessica justice known larry little loving manning may meek moderate mood nancy not officer passes pause
peaceful plan pledge pressured protective pruitt representative representatives required sentence settlement sitting
slated speech stand states stimulus talking terminal threaten through tina told treasury triggered upset urging vermont
wife worries would
""",
    2.25: """
ad agenda aide authority banned banning bernie brief challenge clarence column community condemning controversial
criticized cruz dad defended defying desk dignity dr enforce enforcement equality essay ethics female florida fund gave
greg heroes history husband imprisonment june kennedy kill leading lying maryland mealtime memorial mental mitch
organized outraged passed policy preparing program promoting publicly quotes rant restrict running rush spreading
standing state testified took trial warns worried
""",
    2.5: """
abolitionist act administration administrations administrator aggressive agra airfields apprehension appropriations
armed attitudes barracks bathroom bjp blessed brain briefs burying calmly campaigning cannes challenged championed
chests childish churchyard cicero columnist commentaries correctional coughed debate debating detained devotees
devotion duke efficacy elderly enforced esq fielding folks forcefully francisco headlines helped hugs imposing inflated
intervention joking kayla leaned legislative liberty lobe lobes marjorie mccain memo ministerial nehru nudged nur
oversaw overseen pacing pageant parental parentheses petitioned philanthropist potomac provoked quo restraining
reverend rounding said screen sentencing sgt smartphone smartphones snorted spearheaded squared staffed study
supporting sympathy tasmania teach thayer theresa voluntary wars ways whig
""",
    2.75: """
adjutant advocate aiding amendment arresting assisting authorities benign bernstein blessings blockade brave breasts
buddha calmed calming campaigned cartoonist central chest claudia comforting compassion concord confronting connecticut
containment coping corporal counsel counselor courthouse covert cradled daddy distraction diversion donald donated
donation dudley educate enacted encourage erect excused faa families feel fein foundation francis frankly fundraiser
fundraising gabrielle gatherings gestapo hacks honoring huddled huffington inauguration joanne judicial judiciary lung
lungs magistrate mandates manipulated minds mock morals neutrality nixon org oversees pac padded panchayat parent paso
patriotic peggy phones plea populace prayed protesting questioning quezon rallies randolph reasoned reassure recited
reforming regulating rule sarcastic serve servicemen stance statewide statues stuart tolerate trooper trusts vernon
veterans wendell
""",
    3.0: """
adjunct administrators advocated agitated agitation appointments benevolent bishopric bureaucracy burke busted cares
chaired cheney compassionate conspiracy courageous deemed deposed diocesan donate encouraged endowed facilitate
facilitating fathers fig forcibly guantanamo help ideological indictment influencing kathmandu lump luther masks nadu
neuroscience numb openly peacefully pinkett policing proclamation reassuring relieve repealed restrain restraint sane
sarcasm satirical secretary seminary shrugged skepticism spike statue sympathetic tucker turnout tweets urges
""",
    3.25: """
activism administer arrest bharatiya bravery caf cause cnn consultative corpus cynical donations empathy encourages fed
freedoms governmental hunched instituted intervene interventions justification mandate miles mocked mocking monument
morale mussolini nepali nonprofit pol politically pradesh presided prohibiting put relief sabha spread tennessee
troopers vargas virginia visitation volunteer volunteers
""",
    3.5: """
administering arlington bihar brains clerical coa csa dona encouragement encouraging govern helping intervening
lectured meeting mobilization mobilized pamphlets philanthropic philanthropy presiding repeal shri stops supportive
swelled ted volunteered youth
""",
    3.75: """
advocating chaplain coulter counseling distracted facilitated figurative law liberties mustered outrage pamphlet
""",
    4.0: """
charitable convened fcc funk funniest janata liberalism mandated rhetoric subcommittee
""",
    4.25: """
advocacy force govt intervened lobbied pulpit
""",
    4.5: """
fairfax mentally prelate
""",
    4.75: """
federal federally reagan women
""",
    5.0: """
bust
""",
    5.5: """
parents
""",
}
