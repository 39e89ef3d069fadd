"""Words and their weights; written by `tests/benchmarks/fit_sensitive_words.py`."""

from typing import Final

INTERCEPT: Final = -4.35
WORDS: Final = {
    -4.75: """
rhone
""",
    -4.5: """
parma vodka
""",
    -4.25: """
reindeer
""",
    -4.0: """
airbus bosch bows burgundy char debt eurasian grimm orbital rum turquoise whisky
""",
    -3.75: """
archers bodo bow canary dirk elemental fates indus lynx marko moritz olivier sail sails zur
""",
    -3.5: """
alpine bankruptcy blacksmith bladed bmw celine chef dortmund hbo malaga marseille mcqueen michel moons mori oboe
redhead sevilla slalom soho stars thames vincenzo violins
""",
    -3.25: """
archery arrow atletico bile blanca braid canadiens cosmos croft curran denim enamel entropy favourites fjord greenland
guitars hermes herrera indigo leopard loan markus mohawk molina oblivion olympus orion peugeot pyrenees rocket rue rune
rust ryder sapphire sash seasons shang skipper snowden tequila wines zurich
""",
    -3.0: """
alba antwerp apartment archer asteroid astros avalon axe balthazar barley berries bordeaux bowed brands carmen cats
charcoal chefs chevalier clarkson clermont comet elm emilia euro euros gable gerard gm guitarist harald harp iberian
jarvis jean leather lena luc mandolin meteor michele mikhail moi nakamura orchard raven remy rockets rook rustic sasha
sirius spectral steak styx superstar suzuki sylvie tyres valkyrie viking vowels wainwright wine wool yacht yamaha
""",
    -2.75: """
ajax alexandre alexei alexis apollo arsenic art atv bargain basalt bela belarusian blade blades blazers blockbuster
blush bourgeois brig buick charlamagne christoph cobalt corsica dani dario darts deer descendant distillery domino
element emilio emirates englishman eurovision fender ferries ferry filly finch giro grenade grenades hector hepatitis
honda hotels iconic ingredient iris jade jason jerseys johnny kamen kobayashi lana latvia ley luz macy manfred marina
merchant meyer milano mitsubishi moor nhl nik noir noodles octave oliver olympic operas orb orbit orioles pear peat
pigment plumage rainer ravens rei robb ronin rower royale rusty sailing salmon salsa sawmill scandinavian scorpion
seine seville skier spaniards sparrow star striker tess thrust vertices vote vowel voyages warehouse wavelength winter
yao zeppelin
""",
    -2.5: """
adriatic amsterdam aperture ark arrival arrows artemis aubrey bag barges beers bieber bolts bowl broadway brody carney
chandler charred chestnut covent creditors diamonds eels elle emerald eyebrow fabrics favourite flap flavour frenchman
fresco frontman handel heidi henley highland holm hue juno klaus laird lara latvian limo magma maia mallory matrices
mavericks midi mirage monroe nfl norse north oil operatic origin originals orthogonal pasta peacock pegasus propulsion
purchase ramon ravi rental rents rovers ruby runes sakura samurai savoy selena shades shaman skiing slade sloop soyuz
stripe sunglasses suppliers sustainability tchaikovsky thierry titanic uber une vane violin violinist vladimir volga
yarn yiddish zebra zee
""",
    -2.25: """
acquire amber bankrupt boat bought brand cocktail cruise delicious engine foods gifts gives grill horror hotel ignition
jeans jeep knives luxury make moon motors move offer orders ore paris product rent rihanna row ruin screenwriter solo
store suit sun super supplier toledo tribe ukraine washing wood
""",
    -2.0: """
airlines apple artists bachelor bear begins biles bird blake blaze boots bryan buyer buying buys carey casino cast chip
cooking credit deals delivery designer diamond dish dogs engines environmental eric europe european eve falcon france
fruit girls hatch horse ice infinity iron japanese johnson liv load mars metals meyers mick midnight milan movie
mysterious odyssey olympians orange our paint payment payments pobre rebel riders road root sandberg season shanghai
shareholders ship shops sings skin solar speed spider sweater throne titanfall wash weisselberg winds wolf woodley xbox
yellow
""",
    -1.75: """
accused added alcohol aliens ariana arizona arrive arrives artist avengers away beds billionaire binary birds birth
birthday bossy bottles boyfriend breach bug but buy carbon cargo cars charlize chips clothing customer dealings
debuting debuts demand designers dishes door doors dragons dreams drilling duet eggs elephants fannie fate free goods
hair halloween haunt hole hollywood houston how idaho imports italy jaguars jamie japan jeanine jewelry jimmy keibler
kobe leaving legends lender loans maker manchester mask merge michael mills moonshot movies necklace neil ocean offers
oh omicron operator or order ordering pablo pizza planet players potatoes price quarterback recipes remake renee
restaurant retailer revenge ring river roots rover russian ships sing singers snl snow starring string stunt timberlake
tokyo tribes windshield
""",
    -1.5: """
aaron acquiring adventure agreement allegedly anglo anyone anything armstrong arriving auditions banana bank become
bengals bikini brexit brooks bros cain cards challenger champion charge cherokee climate clothiers club colorado
contract contractors cook cuomo currency dallas daniels dark delay deniers destinations dream drinks eagle
eavesdropping edward emily ends epic equity etsy exchange exchanges filming firms flappy fleetwood flip freddie french
ghost golf google grain grey guide heated heating hint honey hunter idol indie industrial infection investors ios jack
jackets jenner johansson jolie jon khloe kimmel kit landing lehman lewis lindsay live look lynch master mate meat merch
merger metal miami miley millionaire mining musical native netflix nightclub nothing olympics operators owe owned
ownership pay peek picks pirates potato prime privacy process propose pulls recession rentals reputation resorts
restaurants ridership rings rocks rowers russia safety sale satellite sells sheeran shipping shop singing snowboarder
soccer son spring stark starred starts steel stephen stocks stores street studio subpoenaed subpoenas sum sundar sxsw
tenants tesla thanks thrones trailer tricks twist vessel virgin wait wardrobe watch wave way workout world wow zeidan
""",
    -1.25: """
abroad accent aeo ago album alleging andy angels apologizes athlete back bad band beef bets beyonce bitcoin bloody
bloom boe brothers burger business buyers camila cannabis car cardi cat chain chains chairs chemical chemistry chesney
christmas chrysler classes co companies conditions contractor cookbook costs crackdown crash create creepy cressida
crew dancer default degrasse delivers dennis departure disappointing discount dodgers dragon drake dropping earnings
eddie eldest elon emissions encounter england entrepreneur environment error eu eviction face factory fame fans fashion
fault federer finale fire flavor food forever four garden gear germany getting go grabs grills groping gustin hamilton
helicopter herbalife high homeless honeymoon housing hunt hunters icy idris inspector instagram introduces iphone ipod
jerome jetblue jets joins la lakers lando lands lashes laundry lawsuit lebron libyan light line lizzo london machinery
makeup manchin manufacturing mar mark market masayoshi masters materials meadows mine mlb mob motor municipal musicals
mystery nail nba night noah nordstrom nowhere noyer ohio open opening osterholm ousts owner palm performance
photographer pitcher ponomusic premiere prices princess production property rabbit react rebels recall receiver returns
rice riding risks rivals rodgers sales sandler sandwich saw scenes seats seattle seed seven shailene shame sheryl shine
shopping shots shuttle siege soaring soleimani songs sound space stallion starting startup steal steam stock stole
stormy stranded streaming suited sweaters teammate teeth third thread ton tonight trading transport tree tribal triple
tutorials tyler unemployment urban vegas vehicle venture verizon version very vessels via volleyball watches weapon
weight westeros whales why wild woo wwe zac zero
""",
    -1.0: """
accident actors adele anna application ar awful bacon bar beauty belgian billy blinken bounty camera card celebrity
ceremony chaori charges cleaning collapse comcast condoleezza copper corden corporation craft creates creators derail
during el exports famed fell film fossil fuels furious gallon gig glass globe gold guest harbor harrison hart harvest
have hawaii herself hints hire home hosting immigrants inch incredibly initial injury italian jan jeffrey kiebler labor
looked lunar maria material migrant mistake musk never nobody now numbers nyc o off oteri painted passenger pick plush
pono possibility pound preview residency reynolds rock saga samsung sea sink slow song sprint stamp start stylish
subway surprises sussex teaser they thing tiffany top trick trips two tyson universe update upgrade us using valukas
vehicles vision wage weigh wildfire wildfires woods zealand zelensky zoom
""",
    1.0: """
aapl activity addressed addressing adulthood afghanistan angry answered appeals as australian balance barista becoming
biden bombshell bon booster botched candidate cases causes coast cohen collins committee computers condemn confessed
confidential considers convention conversation corruption country cried cultural cut days decade declares defensive
deputy devoted director disease disgusting display disruption diversity divide divided doing drives duty editorial
exercise expert farmers fatal felt festival fever focus gambino general gross hacked harlem hat here highs holds hurt
if ill immediately increasingly initiative insist involved iowa jada jared jay josh keeping killing laden laid laughing
laughter legal libya lincoln list logging loose meals mississippi month mood most mostly much museum nguyen november
ongoing online patient pennsylvania peter petition pink pleads pretend primary prisoners proud pumps pundit pushed
qualified quit recognize recovering refusing released reminders representation requires responded restored retirement
retreat rico sat serious served sexually shouldn significant smith snuck someone spokesman steve stick strategy
successful suffering suggests supported survives survivors telling think threatens timeline tired traffic uncomfortable
undermine understand unveils ups veteran virus white years you
""",
    1.25: """
a abc ability abused accountable accurate acted acts admitted ads affidavit ag against age aggressively alike amtrak
amy and anderson anonymous answer appointment arguing army article articles assaulted assistant attack backed bash
battles beat blocked blocks boasted bombing booker bra brett bureau california called calling calls capital cash cell
chilling christian chuck circle comedian comic commemoration common concrete conduct conference confront congress
consider contributions controlled controversy conversations convicted cool could courts critical crowds culture daily
davidson decades democratic discrimination disneyland disrupt diverse dna documentary docuseries don effective
electronic expressed fest filled fit forceful forum fought georgia goldberg gone government graham groups grown
guidance habits harassed harsh harvey haven healthy hearing held his historic honored hosted hot hq important incident
irritated issues it jerry joe journalist journey judge junior justices kathleen kentucky kissing labeled laws
leadership leaning learned learning leave legacy lieutenant limits lindsey love loved male managed marathon marijuana
marriage matters mayor mccarthy measure measures media meet mocks nancy nationalist needed nets newsmax nomination
noted numerous obvious officer opinion opposed organizers ourselves outrageous oval pace palestinian paper pat
patterson perdue philadelphia physician places pledged poised poses powers praise praised prescription president
prosecutors protect protecting protests push pushing questioned questions radical ran ranted rants recruits reelection
reflects refused registration regulations regulators remind report represent reserve respect responds responses rolling
roughly rudy sanctions saturday scandals scope scrutiny secret semitism sense sentinel seriously shirt shocking
shutdown sick signaled sitcom sites small solution some spoke squad stan staying stories struggles struggling stuck sue
supports suspects switch task teaching teen temperatures temporary terrorist these thinks thought threatening tight
tough trainer unfair university urge ve verdict video vowed walk was went when willing wilson wing worked wounded
writes
""",
    1.5: """
abortions accessibility accountability activities aid aids alabama alexandria allow allowing americans ann argued
attend baptist barrier baseball beating billboard block bold briefings busy campaigns cancer causing celebrated centers
challenges changing chavez checks circuit citing citizen citizens closely coffee colleagues comedy commissioner
commitment comprehensive concern congresswoman contempt conviction counted counts day defending democrat dependence
depression details disabled discussed districts doctor doug down elected endorsed experts extreme facility fair fat
feds feminist fi fidelity finally fines focused funds funny futures gina giving grandmother groundbreaking hacking hard
headed henry honor hopeful host hurdles imprisonment inappropriate incumbent indiana inflation influential
infrastructure inmates inspire jill jim joseph journalists justified justify karen kid lance least let lethal lives
lobbyist lying mad manafort mcconnell might monuments mouse nationalism news newspaper no nominated non nsa opposing
others parenthood park partisan patients paula peace pence penned pilot plastic positive posted poverty prevention
primaries promote prosecute protected protections protective punishment pushes reads reform remember reporting
republican response retired rushed san say senators set shared sheriff sitting speaking speaks spirit sponsored
standoff strategies studies supporter supporters suspected sweet system tablets targets tech tensions testimony texas
thanked thomas threats touching trafficking tried try twitter unconstitutional unfounded urging vaccines violent voters
walker walter weren worry yale yemen
""",
    1.75: """
abbott able abuse advisers affecting aide allowed america annual answers approved argues arrest association attention
aug august ban bathroom believe bernie bias biased bipartisan black blocking bomb brad brennan bubble busts candidates
capacity catholic celebration cited college comedians commission concerned conducted confederate conferences conspiracy
constitution consultant cooling cure cyber dead deaths defamation defend difficult disabilities disagree do done donor
dress engage engagement epa equality evans facts fda fighting figures find forces former frances fred freedom from
funding gap gathered gathering gender give goldman ground harder harm hearings hillary ignore intelligence irony jail
jamal jokes judges justice kendrick known lebanon legislation losing madison manning maryland may mccain meant meek
memorial months motivated mueller network nuclear organization outraged pause peaceful perhaps planning played plea
pledge policies polls praises pregnancy priorities progressive quipped rant reforms relying representative
representatives required restore ruled rules running rush see senate sentence sexy sharing shooting slides speech spent
square struggle students subsidies surge susan syndrome table talked talking targeted targeting teacher terminal tested
testified tests threatened toward training trial trust tweet upset vermont violence voter warren wellness west where
wonder
""",
    2.0: """
abortion actual adviser agencies aims ap appropriate arrests attended attending banned behavior ben blaming briefing
buzz catholics caucus challenge civil cleared clinic column commentary convictions coverage criticizing crowded dad dc
debate defended defying democrats devices dignity dr duke effort efforts embraced empowerment endorsement enforcement
enough executive fatally genius got heels hospitalized ignoring indicted indictment insulted isolation jessica jr
little lobbying long marjorie mental nixon officials overwhelmed pacific parks passes patrol personality plan pressured
prison professor properly pruitt published relieve reminder restrict ruling saudi scott screen sen sept serve stacey
staff stimulus tens terrorism testing threaten through told took trudeau urged vaccine viral washington worried worries
would year
""",
    2.25: """
advocates aggressive armed asked banning bill blessed campaigning celebrating children communities community condemning
controversial cpac credible cruz desk detained did distraction doctors enforce ethics evangelical feel female figure
gave hacks happiness headline help hospital joked judiciary june kill larry latino legislative legislature medical
moderate not organized oversight pageant passed patriotic policy politics pride publicly pulitzer rallies remarks slams
smartphone spreading stance stand standing states study supporting systemic those trans treasury triggered warns week
wife
""",
    2.5: """
act ad agenda airfields amendment andhra anxious archbishop assessing authorities autism bishopric bonnie brain brief
broadly calm calmly cannes caps challenged chancellor cia clarence congregations congressional connecticut critically
criticized debating detention dignitaries discipline donated donors educate efficacy esq essay federation flourishing
folks forcibly francisco fund gatherings greg harding helped heroes history husband importance inauguration joking
journalism kennedy kumar leading levin liberal loving masks mcguire ministerial mitch naacp naia neurological planner
poking political politicians presidents promoting provost psychiatry quota quotes reasoned recited relief reminding
repeal respected respecting restrain rigorous rounding run said seriousness settlement slated smartphones societal
spearheaded statewide stressed supervising swansea tasmania taxpayers teach therapy tina tolerance troopers veterans
ways wry
""",
    2.75: """
abdul activist activists advocate aiding authority benign bernstein brave briefs bullying busted calmed campaigned
cartoonist central championed cheney childish columnist commentaries compassion congressman containment coping counsel
counselor daddy deemed deposed diagnosis diocesan discouraged dona donald donate donations enacted endowed facilitate
fathers fig florida foundation francis frankly functioning gabrielle gazette governing homework hormones ideological
intellectuals itf joanne legislator lgbtq luther mcmillan mealtime memo mock monument morals nadu nehru norms numb nur
obeyed opined org outrage pac pacing padded parent parental peacefully peggy philanthropist phones politician populace
preparing presidency program prohibiting propaganda psychological questioning readiness reassuring regulate regulates
repealed salman sanity scientology sensible spike spreads statue stress stuart sympathetic synod tasmanian teachers
telangana thayer tolerate trusts turnout urges virginia wars welfare
""",
    3.0: """
adjunct administer administrator anxiety appointments arlington authoritarian benevolent bharatiya carlson cause
chaired childless clergy clergyman compassionate consultative corpus csa dictatorship diocese dioceses disciplined
dudley encouraged facilitating families fascist fed flu governors guantanamo headlines honoring huffington influencing
intervene justification kathmandu kayla leftist legislators legislatures libertarian mandates minds mussolini nepali
neuroscience neutrality openly oversaw oversees panchayat pastor planners pol policing politically pradesh presided
presiding proclamation put queer reforming regulating rule sabha sane sarcastic secretary senator shri shrugged
skepticism spread staffed standardized state swelled theodore vernon wendell
""",
    3.25: """
activism administration administrations advocated alzheimer bihar brains bravery caf cares cdc chaplain clerical coa
conservative conservatives coulter courageous cynical diagnosed encouragement encourages encouraging faa force freedoms
governmental governor gubernatorial helping homosexuality interventions liberals mobilization mobilized mocked mocking
morale nonprofit overseen pamphlets pinkett quezon sarcasm satirical seminary stops tennessee visitation volunteer
volunteers
""",
    3.5: """
administering administrators bureaucracy burke capitol charitable cops counseling dementia empathy figurative funk
govern instituted janata law lgbt liberties mandate meeting miles mustered psychology pulpit rhetoric supportive
taxpayer tucker vargas volunteered
""",
    3.75: """
advocating cnn deputies facilitated gay gov intervening lectured pamphlet philanthropic philanthropy pope psychologist
subcommittee tweets youth
""",
    4.0: """
convened distracted fairfax fascism fcc funniest mandated ted
""",
    4.25: """
advocacy bust fbi intervened liberalism lobbied mentally parents prelate psychologists therapist
""",
    4.5: """
federal federally govt reagan trump
""",
    4.75: """
transgender women
""",
    5.0: """
kids parenting
""",
}
